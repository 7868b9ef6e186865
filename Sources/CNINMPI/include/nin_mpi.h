// Messages between the processes of one job, called ranks, by the system's MPI. Its own header is
// not included: its constants are macros, which Swift cannot see. In a build without MPI nothing
// can be started.
#ifndef NIN_CMPI_H
#define NIN_CMPI_H

#include <stdbool.h>
#include <stddef.h>

// The bytes of a text, including the zero at its end.
enum { NIN_MPI_TEXT = 512 };

bool nin_mpi_is_built_in(void);

// The name and version of the library, in one line; empty in a build without MPI.
void nin_mpi_library(char text[NIN_MPI_TEXT]);

// Joins the job; only once per process, on the thread that makes all other calls. Returns false
// with a message when it fails.
bool nin_mpi_start(int* rank, int* size, char message[NIN_MPI_TEXT]);

// The name of this host.
void nin_mpi_host(char name[NIN_MPI_TEXT]);

// Leaves the job; waits until all ranks do.
void nin_mpi_finish(void);

// Ends all ranks at once, this one with `code`.
void nin_mpi_abort(int code);

// Messages to and from other ranks that have been started.
typedef struct nin_mpi_exchange nin_mpi_exchange;

// Room for one message to and one from each of `size` ranks. Messages of one lane do not wait for
// those of another. Null where there is no memory.
nin_mpi_exchange* nin_mpi_open(int size, int lane);

// Begins to send bytes[count], or to receive as many, which stay where they are until all messages
// are complete. Messages of a lane between two ranks arrive in the order in which both began them.
bool nin_mpi_send(nin_mpi_exchange* exchange, const void* bytes, size_t count, int peer,
                  char message[NIN_MPI_TEXT]);
bool nin_mpi_receive(nin_mpi_exchange* exchange, void* bytes, size_t count, int peer,
                     char message[NIN_MPI_TEXT]);

// Continues to send and receive. Sets `is_complete` when all messages are complete.
bool nin_mpi_advance(nin_mpi_exchange* exchange, bool* is_complete, char message[NIN_MPI_TEXT]);

// Whether a message from or to `peer` is not complete.
bool nin_mpi_is_waiting_for(const nin_mpi_exchange* exchange, int peer);

// Releases the room. Incomplete messages are lost.
void nin_mpi_close(nin_mpi_exchange* exchange);

#endif
