// The commit that this was built from.
#ifndef NIN_COMMIT_H
#define NIN_COMMIT_H

// Its hexadecimal number, or null where that is not known: outside of a clone of the repository, in a
// linked work tree, and on any branch but main. Uncommitted changes do not show.
const char* nin_commit(void);

#endif
