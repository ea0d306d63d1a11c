// A Node add-on that holds back what native code writes to file descriptor 2 while a library is loaded.
//
// TensorFlow greets on stderr from its static initialisers, before any of its own log settings count, and Node has no dup2.
// hold() redirects the descriptor into an unnamed file; release() puts the old one back and returns what was written.

#include <node_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int original = -1;
static FILE *held = NULL;

static napi_value hold(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  if (held != NULL) return NULL;
  held = tmpfile();
  if (held == NULL) return NULL; // no room for a file: the greeting is seen then
  fflush(stderr);
  original = dup(STDERR_FILENO);
  if (original < 0 || dup2(fileno(held), STDERR_FILENO) < 0) {
    if (original >= 0) close(original);
    fclose(held);
    held = NULL;
  }
  return NULL;
}

static napi_value release(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value text;
  if (held == NULL) {
    napi_create_string_utf8(env, "", 0, &text);
    return text;
  }
  fflush(stderr);
  dup2(original, STDERR_FILENO);
  close(original);
  off_t size = lseek(fileno(held), 0, SEEK_END);
  char *bytes = size > 0 ? malloc((size_t)size) : NULL;
  ssize_t count = bytes != NULL ? pread(fileno(held), bytes, (size_t)size, 0) : 0;
  napi_create_string_utf8(env, bytes != NULL ? bytes : "", count > 0 ? (size_t)count : 0, &text);
  free(bytes);
  fclose(held);
  held = NULL;
  return text;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor properties[] = {
    {"hold", NULL, hold, NULL, NULL, NULL, napi_enumerable, NULL},
    {"release", NULL, release, NULL, NULL, NULL, napi_enumerable, NULL},
  };
  napi_define_properties(env, exports, 2, properties);
  return exports;
}
