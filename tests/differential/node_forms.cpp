#include <string>
#include <vector>

#include "tests/differential/command_forms.hpp"

namespace burrow::differential {

namespace {

void name_alone(Draw&, Words&) {}

// Lines of words, one of which is drawn.
void line(Draw& draw, Words& words, const std::vector<Words>& lines) {
  const Words& chosen = draw.one_of(lines);
  words.insert(words.end(), chosen.begin(), chosen.end());
}

void message(Draw& draw, Words& words) { words.push_back(any_value(draw)); }

void perhaps_a_message(Draw& draw, Words& words) {
  if (draw.once_in(2)) message(draw, words);
}

// Neither server wants a password. Ten wrong ones in a row would end the connection to Burrow: they are rare.
void password(Draw& draw, Words& words) {
  line(draw, words,
       {{"secret"}, {"default", "secret"}, {"default", ""}, {"stranger", "secret"}, {"a", "b", "c"}, {""}});
}

void client_arguments(Draw& draw, Words& words) {
  line(draw, words,
       {{"GETNAME"},
        {"SETNAME", "worker"},
        {"getname"},
        {"SETNAME", "two words"},
        {"SETNAME", ""},
        {"SETNAME", "\xff"},
        {"ID"},
        {"LIST"},
        {"SETINFO", "LIB-NAME", "x"},
        {"nonsense"},
        {"SETNAME"},
        {"GETNAME", "x"},
        {""}});
}

void command_arguments(Draw& draw, Words& words) {
  line(draw, words, {{"COUNT"}, {"DOCS", "get"}, {"DOCS", "nonsense"}, {"nonsense"}, {"COUNT", "x"}, {}});
}

void config_arguments(Draw& draw, Words& words) {
  line(draw, words,
       {{"GET", "save"},
        {"GET", "appendonly"},
        {"GET", "nonsense"},
        {"GET", "max*"},
        {"SET", "nonsense", "1"},
        {"SET", "a"},
        {"GET"},
        {"nonsense"}});
}

// What would follow another server, or wait for one that is not there, is left out.
void no_upstream(Draw& draw, Words& words) {
  line(draw, words, {{"NO", "ONE"}, {"no", "one"}, {"a", "x"}, {"a", "-1"}, {"a", "65536"}});
}

void wait_arguments(Draw& draw, Words& words) {
  line(draw, words,
       {{"0", "0"},
        {"0", "1"},
        {"-1", "0"},
        {"x", "0"},
        {"0", "x"},
        {"0", "-1"},
        {"1", "1"},
        {"0", "9223372036854775807"}});
}

// The version 3 would change what all later replies look like.
void greeting(Draw& draw, Words& words) {
  line(draw, words,
       {{},
        {"2"},
        {"2", "SETNAME", "worker"},
        {"2", "SETNAME", "two words"},
        {"2", "AUTH", "default", "x"},
        {"1"},
        {"4"},
        {"x"},
        {"2", "AUTH", "stranger", "x"},
        {"2", "SETNAME"},
        {"2", "nonsense"},
        {""}});
}

void database(Draw& draw, Words& words) {
  line(draw, words, {{"0"}, {"1"}, {"-1"}, {"x"}, {""}, {"00"}, {"2147483648"}, {"9223372036854775808"}});
}

void debug_arguments(Draw& draw, Words& words) { line(draw, words, {{"DIGEST"}, {"nonsense"}}); }

void info_arguments(Draw& draw, Words& words) {
  line(draw, words, {{}, {"server"}, {"nonsense"}, {"server", "memory"}});
}

}  // namespace

std::span<const CommandForm> node_forms() {
  static constexpr CommandForm forms[] = {
      {"auth", 2, password},
      {"client", 8, client_arguments},
      {"command", 3, command_arguments},
      {"config", 5, config_arguments},
      {"debug", 2, debug_arguments},
      {"discard", 2, name_alone},
      {"echo", 5, message},
      {"exec", 2, name_alone},
      {"hello", 3, greeting},
      {"info", 2, info_arguments},
      {"multi", 1, name_alone},
      {"ping", 4, perhaps_a_message},
      {"quit", 1, name_alone},
      {"replicaof", 2, no_upstream},
      {"reset", 2, name_alone},
      {"role", 1, name_alone},
      {"select", 4, database},
      {"slaveof", 1, no_upstream},
      {"time", 1, name_alone},
      {"unwatch", 4, name_alone},
      {"wait", 3, wait_arguments},
  };
  return forms;
}

std::vector<CommandForm> command_forms() {
  std::vector<CommandForm> forms;
  for (const auto part : {key_forms(), node_forms()}) forms.insert(forms.end(), part.begin(), part.end());
  return forms;
}

}  // namespace burrow::differential
