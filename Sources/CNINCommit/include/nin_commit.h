// The commit that this was built from.
#ifndef NIN_COMMIT_H
#define NIN_COMMIT_H

// Its hexadecimal number, or null if it is unknown: outside a clone of the repository, in a linked
// work tree, and on branches other than main. Uncommitted changes are ignored.
const char* nin_commit(void);

#endif
