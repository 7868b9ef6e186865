import Foundation
import NINKernels
import Testing

/// A wrong command line, which must give a clear error in one line.
struct BadInput: Sendable, CustomTestStringConvertible {
  let arguments: [String]
  let code: Int32
  /// The words that the error must have.
  let names: [String]

  init(_ line: String, _ code: Int32, _ names: String...) {
    arguments = line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
    self.code = code
    self.names = names
  }

  var testDescription: String { arguments.joined(separator: " ") }

  /// Malformed command lines.
  static let usage: [BadInput] = [
    .init("trian", 64, "trian", "did you mean 'train'"),
    .init("--verison", 64, "--verison", "did you mean '--version'"),
    .init("help trian", 64, "trian"),
    .init("train extra", 64, "extra"),
    .init("help trian extra", 64, "trian", "did you mean 'train'"),
    .init("help --markdwon", 64, "did you mean '--markdown'"),
    .init("recipes photos", 64, "photos"),
    .init("train --recipe photos --config good", 64, "--recipe", "--config"),
    .init("train --clip inf", 64, "--clip", "a number above 0"),
    .init("train --step-epochs nan", 64, "--step-epochs"),
    .init("train --epoch 3", 64, "--epoch", "did you mean '--epochs'"),
    .init("train -e 3", 64, "-e"),
    .init("train --epochs", 64, "--epochs"),
    .init("train --epochs --lr 1", 64, "--epochs"),
    .init("train --epochs 0", 64, "--epochs", "'0'"),
    .init("train --epochs -3", 64, "--epochs", "'-3'"),
    .init("train --epochs 1.5", 64, "--epochs", "'1.5'"),
    .init("train --epochs ten", 64, "--epochs", "'ten'"),
    .init("train --epochs=", 64, "--epochs"),
    .init("train --epochs 99999999999999999999", 64, "--epochs"),
    .init("train --batch-size 0", 64, "--batch-size"),
    .init("train --batch-size -64", 64, "--batch-size"),
    .init("train --size 0", 64, "--size"),
    .init("train --size 100000", 64, "--size"),
    .init("train --lr 0", 64, "--lr"),
    .init("train --lr -0.1", 64, "--lr"),
    .init("train --lr nan", 64, "--lr"),
    .init("train --lr inf", 64, "--lr"),
    .init("train --lr fast", 64, "--lr"),
    .init("train --momentum 1", 64, "--momentum"),
    .init("train --momentum -0.5", 64, "--momentum"),
    .init("train --weight-decay -1", 64, "--weight-decay"),
    .init("train --clip 0", 64, "--clip"),
    .init("train --clip 1e308", 64, "--clip", "'1e308'"),
    .init("train --lr 1e-50", 64, "--lr", "'1e-50'"),
    .init("train --label-smoothing 1", 64, "--label-smoothing"),
    .init("train --warm-up -1", 64, "--warm-up"),
    .init("train --schedule step --step-epochs 0", 64, "--step-epochs"),
    .init("train --schedule step --step-factor 2", 64, "--step-factor"),
    .init("train --step-epochs 3", 64, "--step-epochs", "--schedule step"),
    .init("train --seed -1", 64, "--seed"),
    .init("train --seed 18446744073709551616", 64, "--seed"),
    .init("train --threads 0", 64, "--threads"),
    .init("train --threads 100000", 64, "--threads"),
    .init("train --isa avx3", 64, "--isa", "did you mean 'avx2'"),
    .init("train --math quick", 64, "--math"),
    .init("train --chunk 0", 64, "--chunk"),
    .init("train --val-split 0", 64, "--val-split"),
    .init("predict good", 64, "missing argument", "picture"),
    .init("predict good file.txt --json --csv", 64, "--json", "--csv"),
    .init("predict good file.txt --top 0", 64, "--top", "'0'"),
    .init("maps good", 64, "missing argument", "picture"),
    .init("maps good file.txt extra", 64, "extra"),
    .init("export", 64, "missing argument", "model"),
    .init("export good --format coreml", 64, "--format", "onnx"),
    .init("import file.txt --class-names one", 64, "--class-names", "'one'"),
    .init("import other.safetensors --class-names a,b --classes 3", 64, "--class-names"),
    .init("import other.safetensors --mean 0.5", 64, "--mean", "--deviation"),
    .init("import other.safetensors --mean 0.5,x --deviation 1,1", 64, "--mean", "'0.5,x'"),
    .init("train --patience 0", 64, "--patience"),
    .init("train --resume good --val-split 5", 64, "--val-split", "--resume"),
    .init("train --limit-train 0", 64, "--limit-train"),
    .init("train --limit-test -5", 64, "--limit-test"),
    .init("train --max-steps 0", 64, "--max-steps"),
    .init("train --checkpoint-minutes -1", 64, "--checkpoint-minutes"),
    .init("train --model resnet", 64, "--model", "nin-cifar10"),
    .init("train --model nin-cifar", 64, "--model", "did you mean 'nin-cifar10'"),
    .init("train --dataset mnits", 64, "--dataset", "folder of pictures", "mean 'mnist'"),
    .init("train --dataset file.txt", 64, "--dataset", "folder of pictures"),
    .init("train --dataset empty --data-dir empty", 64, "--data-dir"),
    .init("eval good --data-dir empty", 64, "--data-dir", "'shapes'"),
    .init("train --recipe quick", 64, "--recipe", "quickstart"),
    .init("train --optimizer rmsprop", 64, "--optimizer"),
    .init("train --optimizer adam --momentum 0.9", 64, "--momentum", "adam"),
    .init("train --dataset shapes --optimizer adamw --nesterov", 64, "--nesterov"),
    .init("train --optimizer sgd --momentum 0 --nesterov", 64, "--nesterov", "--momentum"),
    .init("train --init zeros", 64, "--init"),
    .init("train --no-shuffle=1", 64, "--no-shuffle"),
    .init("train --output ''", 64, "--output"),
    .init("train --dataset shapes --data-dir empty", 64, "--data-dir"),
    .init("train --resume good --lr 0.1", 64, "--lr", "--resume"),
    .init("train --resume good --seed 2", 64, "--seed", "--resume"),
    .init("eval", 64, "'model'"),
    .init("eval good other", 64, "other"),
    .init("eval good --jsn", 64, "--jsn", "did you mean '--json'"),
    .init("eval good --batch-size 0", 64, "--batch-size"),
    .init("data fech mnist", 64, "did you mean 'fetch'"),
    .init("data", 64, "fetch", "show"),
    .init("data show", 64, "set|folder"),
    .init("data show shaps", 64, "'shaps'", "did you mean 'shapes'", "folder of pictures"),
    .init("data show shapes --data-dir empty", 64, "--data-dir"),
    .init("data fetch", 64, "set"),
    .init("data fetch cifar", 64, "'cifar'", "did you mean 'cifar10'"),
    .init("data fetch cifar10 --mirror ftp://host", 64, "--mirror", "https://"),
    .init("data fetch cifar10 --checksum 12ab", 64, "--checksum", "SHA-256"),
    .init(
      "data fetch mnist --checksum c32a1d4ab5d03f1284b67883e8d87530", 64, "--checksum", "MNIST"),
    .init("summary --classes 1", 64, "--classes"),
    .init("summary --model vgg", 64, "--model"),
  ]

  /// An instruction set that this machine cannot have.
  private static let absentISA = ISA.allCases.first { !$0.isAvailable }?.rawValue ?? "none"

  /// Unusable files and folders, which `Fixtures` makes.
  static let files: [BadInput] = [
    .init("train --dataset cifar10", 1, "CIFAR-10", "--data-dir"),
    .init("train --recipe notebook-sgd", 1, "CIFAR-10", "--data-dir"),
    .init("train --dataset mnist", 1, "MNIST not found", "--data-dir"),
    .init("train --dataset fashion-mnist --data-dir empty", 1, "empty", "t10k-labels-idx1-ubyte"),
    .init(
      "data fetch cifar10 --mirror file:///nowhere", 1,
      "by hand, put https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz into data"),
    .init("data show cifar100", 1, "CIFAR-100 not found", "nin data fetch cifar100"),
    .init("data show shapes --output file.txt/sheet.png", 1, "file.txt/sheet.png"),
    .init("data fetch mnist --to file.txt", 1, "file.txt/mnist"),
    .init("data fetch cifar10 --to short", 1, "short/data_batch_1.bin", "move short away"),
    .init("train --data-dir nowhere", 1, "nowhere"),
    .init("train --data-dir empty", 1, "empty"),
    .init("train --data-dir file.txt", 1, "file.txt"),
    .init("train --data-dir short", 1, "short/data_batch_1.bin", "30730000"),
    .init("train --data-dir incomplete", 1, "incomplete/data_batch_2.bin", "no such file"),
    .init("train --data-dir mislabelled", 1, "mislabelled/data_batch_3.bin", "label 77"),
    .init("train --dataset shapes --model nin --size 16", 1, "--size 16"),
    .init("train --dataset shapes --limit-train 50 --val-split 50", 1, "--val-split 50"),
    .init("train --dataset shapes --size 2", 1, "--size 2"),
    .init("train --dataset shapes --model nin-cifar10 --size 512 --chunk 1024", 1, "--chunk"),
    .init("summary --model nin-cifar10 --size 512 --chunk 1024 --detail", 1, "--chunk"),
    .init("train --dataset shapes --isa \(absentISA) --threads 1", 1, absentISA),
    .init("verify --isa \(absentISA)", 1, absentISA),
    .init("train --dataset shapes --output file.txt", 1, "file.txt"),
    .init("train --dataset shapes --output file.txt/run", 1, "file.txt/run"),
    .init("train --dataset shapes --output good", 1, "good", "--resume"),
    .init("train --dataset shapes --weights nowhere.safetensors", 1, "nowhere.safetensors"),
    .init("train --dataset shapes --weights empty", 1, "empty"),
    .init("train --dataset shapes --weights file.txt", 1, "file.txt", "safetensors"),
    .init("train --dataset shapes --weights zero.safetensors", 1, "zero.safetensors"),
    .init("train --dataset shapes --weights huge.safetensors", 1, "huge.safetensors"),
    .init("train --dataset shapes --weights other.safetensors", 1, "net.0.0.weight"),
    .init(
      "train --dataset shapes --model nin-cifar10 --weights good/weights/last.safetensors", 1,
      "last.safetensors", "a model nin-small", "not nin-cifar10"),
    .init("train --resume nowhere", 1, "nowhere"),
    .init("train --resume empty", 1, "empty", "not a run folder"),
    .init("train --resume file.txt", 1, "file.txt"),
    .init("train --resume damaged-options", 1, "damaged-options/options.json"),
    .init("train --resume impossible-options", 1, "impossible-options/options.json", "batchSize"),
    .init("train --resume other-options", 1, "other-options/state.safetensors"),
    .init("train --resume damaged-state", 1, "damaged-state/state.safetensors"),
    .init("train --resume flipped-state", 1, "flipped-state/state.safetensors", "checksum"),
    .init("train --resume endless-options", 1, "endless-options/options.json", "epochs"),
    .init("eval nowhere", 1, "nowhere"),
    .init("eval empty", 1, "empty"),
    .init("eval file.txt", 1, "file.txt"),
    .init("eval zero.safetensors", 1, "zero.safetensors"),
    .init("eval huge.safetensors", 1, "huge.safetensors"),
    .init("eval json.safetensors", 1, "json.safetensors"),
    .init("eval twice.safetensors", 1, "twice.safetensors", "twice"),
    .init("eval overlap.safetensors", 1, "overlap.safetensors"),
    .init("eval trailing.safetensors", 1, "trailing.safetensors"),
    .init("eval whole.safetensors", 1, "whole.safetensors", "I16"),
    .init("eval overflow.safetensors", 1, "overflow.safetensors"),
    .init("eval impossible.safetensors", 1, "impossible.safetensors", "impossible model"),
    .init("eval other.safetensors", 1, "other.safetensors", "--model"),
    .init("eval truncated.safetensors", 1, "truncated.safetensors"),
    .init("eval good --dataset cifar10", 1, "CIFAR-10"),
    .init("predict nowhere file.txt", 1, "nowhere"),
    .init("predict good empty", 1, "empty", "no pictures"),
    .init("predict good file.txt", 1, "file.txt"),
    .init("maps good nowhere.png", 1, "nowhere.png"),
    .init("export nowhere", 1, "nowhere"),
    .init("export empty", 1, "empty"),
    .init("export other.safetensors", 1, "other.safetensors", "nin import"),
    .init("export good --output nowhere/model.onnx", 1, "nowhere/model.onnx"),
    .init("import nowhere", 1, "nowhere"),
    .init("import whole.safetensors", 1, "whole.safetensors", "I16"),
    .init("import truncated.safetensors", 1, "truncated.safetensors"),
    .init("train --dataset shapes --weights empty", 1, "empty"),
    .init("eval good --dataset cifar10 --data-dir empty", 1, "empty"),
    .init("summary --size 20", 1, "--size 20"),
  ]
}

@Suite(.withFixtures) struct BadInputTests {
  @Test(arguments: BadInput.usage + BadInput.files)
  func endsInOneClearLine(_ input: BadInput) throws {
    let fixtures = try #require(Fixtures.current)
    let result = try fixtures.folder.nin.run(input.arguments)
    #expect(result.code == input.code, "\(result.error)")
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 1, "\(result.error)")
    for name in input.names {
      #expect(result.errorLines.first?.contains(name) == true, "\(name): \(result.error)")
    }
    let lines = result.error.split(separator: "\n")
    if input.code == 64 {
      #expect(lines.count == 3 && lines[1].hasPrefix("Usage: nin"), "\(result.error)")
      #expect(lines.last?.contains("--help") == true)
    } else {
      #expect(lines.count == 1, "\(result.error)")
    }
    #expect(try fixtures.isIntact())
  }

  #if os(Linux)
    /// Latin-1's é: other systems allow no such names.
    @Test(arguments: ["predict run", "train --dataset shapes --output", "train --dataset"])
    func aNameThatIsNotUTF8IsNamed(_ command: String) throws {
      let folder = try TemporaryFolder()
      let result = try folder.nin.shell(
        #"mkdir "$(printf 'caf\351')"; "$NIN" \#(command) "$(printf 'caf\351')""#)
      #expect(result.code == 64)
      #expect(result.errorLines.first?.contains(#"'caf\xe9' is not UTF-8"#) == true)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count <= 1)
    }
  #endif

  @Test func unknownInstructionSetInTheEnvironment() throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(["train"], environment: ["NIN_ISA": "mmx"])
    #expect(result.code == 1)
    #expect(result.errorLines.first?.contains("NIN_ISA") == true)
    #expect(!folder.exists("runs"))
  }

  #if os(Linux)
    @Test func fullStandardOutputIsAnError() throws {
      let folder = try TemporaryFolder()
      let result = try folder.nin.shell("\"$NIN\" summary > /dev/full")
      #expect(result.code == 1)
      #expect(result.errorLines.first?.contains("standard output") == true)
    }
  #endif

  @Test func readerThatLeavesIsNoError() throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.shell(
      "{ sleep 0.3; \"$NIN\" summary --detail; echo code $? >&2; } | true")
    #expect(result.error == "code 0\n")
  }
}
