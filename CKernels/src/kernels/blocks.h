// The block sizes of an instruction set, and what the templates and their callers assume.

enum { NR = VL * NV };

_Static_assert(MR <= NIN_MOST_MR, "FOR_EACH_REST has enough cases, and buffers hold a tile");
_Static_assert(NR <= NIN_MOST_NR, "buffers hold a panel");
_Static_assert(MC <= NIN_MOST_MC && MC % MR == 0, "buffers hold a block, which is whole tiles");
_Static_assert(KC > 0, "sums have an end");

// Tiles of fewer than MR rows.
#define FOR_EACH_REST(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11)
