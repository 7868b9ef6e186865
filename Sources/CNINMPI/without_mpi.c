// What a build without MPI says.
#ifndef NIN_WITH_MPI

#include "nin_mpi.h"

#include <stdio.h>
#include <stdlib.h>

bool nin_mpi_is_built_in(void) { return false; }

void nin_mpi_library(char text[NIN_MPI_TEXT]) { text[0] = 0; }

static bool refuse(char message[NIN_MPI_TEXT]) {
  snprintf(message, NIN_MPI_TEXT, "MPI is not built in");
  return false;
}

bool nin_mpi_start(int* rank, int* size, char message[NIN_MPI_TEXT]) {
  *rank = 0;
  *size = 1;
  return refuse(message);
}

void nin_mpi_host(char name[NIN_MPI_TEXT]) { name[0] = 0; }

void nin_mpi_finish(void) {}

void nin_mpi_abort(int code) { exit(code); }

nin_mpi_exchange* nin_mpi_open(int size, int lane) {
  (void)size, (void)lane;
  return NULL;
}

bool nin_mpi_send(nin_mpi_exchange* exchange, const void* bytes, size_t count, int peer,
                  char message[NIN_MPI_TEXT]) {
  (void)exchange, (void)bytes, (void)count, (void)peer;
  return refuse(message);
}

bool nin_mpi_receive(nin_mpi_exchange* exchange, void* bytes, size_t count, int peer,
                     char message[NIN_MPI_TEXT]) {
  (void)exchange, (void)bytes, (void)count, (void)peer;
  return refuse(message);
}

bool nin_mpi_advance(nin_mpi_exchange* exchange, bool* is_complete, char message[NIN_MPI_TEXT]) {
  (void)exchange;
  *is_complete = false;
  return refuse(message);
}

bool nin_mpi_is_waiting_for(const nin_mpi_exchange* exchange, int peer) {
  (void)exchange, (void)peer;
  return false;
}

void nin_mpi_close(nin_mpi_exchange* exchange) { (void)exchange; }

#endif
