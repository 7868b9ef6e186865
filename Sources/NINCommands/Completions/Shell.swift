/// A shell for which `nin` can complete command lines.
enum Shell: String, CaseIterable {
  case bash, zsh, fish

  /// The script that the shell loads once. It asks for candidates with
  /// `nin completions SHELL -- WORDS`. Each line of the answer is a text, a tab and a help;
  /// ":files" means that names of files are possible too.
  var script: String {
    switch self {
    case .bash:
      #"""
      # nin: eval "$(nin completions bash)" in ~/.bashrc
      _nin() {
        local current="${COMP_WORDS[COMP_CWORD]}" line word words=()
        for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
          if [[ $word == = && ${#words[@]} -gt 0 ]]; then words[-1]+="="
          elif [[ ${#words[@]} -gt 0 && ${words[-1]} == --*= ]]; then words[-1]+="$word"
          else words+=("$word"); fi
        done
        [[ $current == = ]] && current=
        COMPREPLY=()
        while IFS= read -r line; do
          if [[ $line == :files ]]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
          else
            line="${line%%$'\t'*}"
            COMPREPLY+=("${line#--*=}")
          fi
        done < <("${COMP_WORDS[0]}" completions bash -- "${words[@]}" 2>/dev/null)
      }
      complete -F _nin nin
      """#
    case .zsh:
      #"""
      #compdef nin
      # nin: eval "$(nin completions zsh)" in ~/.zshrc, after compinit
      _nin() {
        local line
        local -a found
        for line in "${(@f)$("${words[1]}" completions zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
          if [[ $line == :files ]]; then _files
          elif [[ -n $line ]]; then found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}"); fi
        done
        (( $#found )) && _describe -V nin found
        return 0
      }
      compdef _nin nin
      """#
    case .fish:
      #"""
      # nin: nin completions fish > ~/.config/fish/completions/nin.fish
      function __nin_candidates
        set -l words (commandline -opc) (commandline -ct)
        for line in ($words[1] completions fish -- $words[2..] 2>/dev/null)
          if test "$line" = :files
            __fish_complete_path (commandline -ct)
          else
            printf '%s\n' $line
          end
        end
      end
      complete -c nin -f -k -a '(__nin_candidates)'
      """#
    }
  }
}
