/* Reads files as libyaml does and does nothing with the events: what no build on it can undercut.

     cc -O2 -o events events.c -lyaml && ./events FILE...

   A file is split at its `---` lines, as a build does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

static int parse(const unsigned char *text, size_t length) {
  yaml_parser_t parser;
  yaml_event_t event;
  int done = 0;
  yaml_parser_initialize(&parser);
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser, text, length);
  while (!done) {
    if (!yaml_parser_parse(&parser, &event)) return 0;
    done = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  return 1;
}

int main(int count, char **names) {
  for (int i = 1; i < count; i++) {
    FILE *file = fopen(names[i], "rb");
    if (!file || fseek(file, 0, SEEK_END)) return 1;
    size_t length = (size_t)ftell(file);
    char *text = malloc(length + 1);
    rewind(file);
    if (fread(text, 1, length, file) != length) return 1;
    text[length] = 0;
    char *start = text;
    while (start) {
      char *mark = strstr(start, "\n---\n");
      size_t size = mark ? (size_t)(mark + 1 - start) : length - (size_t)(start - text);
      if (!parse((unsigned char *)start, size)) return 1;
      start = mark ? mark + 5 : NULL;
    }
    free(text);
    fclose(file);
  }
  return 0;
}
