#ifdef NIN_WITH_MPI

#include "nin_mpi.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mpi.h>

struct nin_mpi_exchange {
  int size;
  int lane;
  // First those of what is received, then those of what is sent, one per peer.
  MPI_Request* requests;
};

static bool check(int status, char message[NIN_MPI_TEXT]) {
  if (status == MPI_SUCCESS) return true;
  char text[MPI_MAX_ERROR_STRING];
  int length = 0;
  MPI_Error_string(status, text, &length);
  snprintf(message, NIN_MPI_TEXT, "%.*s", length, text);
  return false;
}

bool nin_mpi_is_built_in(void) { return true; }

void nin_mpi_library(char text[NIN_MPI_TEXT]) {
  char version[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  MPI_Get_library_version(version, &length);
  version[strcspn(version, ",\n")] = 0;
  snprintf(text, NIN_MPI_TEXT, "%.*s", NIN_MPI_TEXT - 1, version);
}

bool nin_mpi_start(int* rank, int* size, char message[NIN_MPI_TEXT]) {
  int provided = 0;
  if (!check(MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided), message)) return false;
  if (provided < MPI_THREAD_FUNNELED) {
    snprintf(message, NIN_MPI_TEXT, "it does not allow threads");
    return false;
  }
  return check(MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN), message) &&
         check(MPI_Comm_rank(MPI_COMM_WORLD, rank), message) &&
         check(MPI_Comm_size(MPI_COMM_WORLD, size), message);
}

void nin_mpi_host(char name[NIN_MPI_TEXT]) {
  char host[MPI_MAX_PROCESSOR_NAME];
  int length = 0;
  MPI_Get_processor_name(host, &length);
  snprintf(name, NIN_MPI_TEXT, "%.*s", length, host);
}

void nin_mpi_finish(void) { MPI_Finalize(); }

void nin_mpi_abort(int code) { MPI_Abort(MPI_COMM_WORLD, code); }

nin_mpi_exchange* nin_mpi_open(int size, int lane) {
  nin_mpi_exchange* exchange = malloc(sizeof *exchange);
  if (!exchange) return NULL;
  const size_t count = 2 * (size_t)size;
  exchange->size = size;
  exchange->lane = lane;
  exchange->requests = malloc(count * sizeof *exchange->requests);
  if (!exchange->requests) {
    free(exchange);
    return NULL;
  }
  for (size_t i = 0; i < count; i++) exchange->requests[i] = MPI_REQUEST_NULL;
  return exchange;
}

static bool fits(size_t count, char message[NIN_MPI_TEXT]) {
  if (count <= INT_MAX) return true;
  snprintf(message, NIN_MPI_TEXT, "a message of %zu bytes is too long", count);
  return false;
}

bool nin_mpi_send(nin_mpi_exchange* exchange, const void* bytes, size_t count, int peer,
                  char message[NIN_MPI_TEXT]) {
  return fits(count, message) &&
         check(MPI_Isend(bytes, (int)count, MPI_BYTE, peer, exchange->lane, MPI_COMM_WORLD,
                         &exchange->requests[exchange->size + peer]),
               message);
}

bool nin_mpi_receive(nin_mpi_exchange* exchange, void* bytes, size_t count, int peer,
                     char message[NIN_MPI_TEXT]) {
  return fits(count, message) && check(MPI_Irecv(bytes, (int)count, MPI_BYTE, peer, exchange->lane,
                                                 MPI_COMM_WORLD, &exchange->requests[peer]),
                                       message);
}

bool nin_mpi_advance(nin_mpi_exchange* exchange, bool* is_complete, char message[NIN_MPI_TEXT]) {
  // One at a time: of all together MPI does not tell which are complete.
  *is_complete = true;
  for (int i = 0; i < 2 * exchange->size; i++) {
    int flag = 0;
    if (!check(MPI_Test(&exchange->requests[i], &flag, MPI_STATUS_IGNORE), message)) return false;
    if (!flag) *is_complete = false;
  }
  return true;
}

bool nin_mpi_is_waiting_for(const nin_mpi_exchange* exchange, int peer) {
  return exchange->requests[peer] != MPI_REQUEST_NULL ||
         exchange->requests[exchange->size + peer] != MPI_REQUEST_NULL;
}

void nin_mpi_close(nin_mpi_exchange* exchange) {
  if (!exchange) return;
  free(exchange->requests);
  free(exchange);
}

#endif
