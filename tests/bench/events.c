#include "tests/bench/events.h"

#include <yaml.h>

static size_t yaml_pass(struct str bytes)
{
    yaml_parser_t parser;
    size_t events = 0;
    bool ended = false;
    if (!yaml_parser_initialize(&parser)) {
        bench_die("libyaml does not start");
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes.ptr, bytes.len);
    while (!ended) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            bench_die("libyaml refuses what the loader took");
        }
        ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        events++;
    }
    yaml_parser_delete(&parser);
    return events;
}

size_t bench_events(const struct bench_files *files)
{
    size_t events = 0;
    for (size_t i = 0; i < files->n; i++) {
        if (str_ends(files->files[i].path, STR(".yaml"))) {
            events += yaml_pass(files->files[i].bytes);
        }
    }
    return events;
}
