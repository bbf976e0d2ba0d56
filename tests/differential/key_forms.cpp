#include <array>
#include <string>
#include <vector>

#include "tests/differential/command_forms.hpp"

namespace burrow::differential {

namespace {

using namespace std::string_literals;

void nothing(Draw&, Words&) {}

void key(Draw& draw, Words& words) { words.push_back(any_key(draw)); }

void keys(Draw& draw, Words& words) {
  for (std::size_t left = 1 + draw.below(4); left > 0; --left) key(draw, words);
}

void two_keys(Draw& draw, Words& words) {
  key(draw, words);
  key(draw, words);
}

void key_and_value(Draw& draw, Words& words) {
  key(draw, words);
  words.push_back(any_value(draw));
}

// An odd one among them now and then.
void pairs(Draw& draw, Words& words) {
  for (std::size_t left = 1 + draw.below(3); left > 0; --left) key_and_value(draw, words);
  if (draw.once_in(20)) words.push_back(any_value(draw));
}

void key_and_integer(Draw& draw, Words& words) {
  key(draw, words);
  words.push_back(any_integer(draw));
}

void key_and_float(Draw& draw, Words& words) {
  key(draw, words);
  words.push_back(any_float(draw));
}

void key_and_range(Draw& draw, Words& words) {
  key(draw, words);
  words.push_back(any_offset(draw));
  words.push_back(draw.once_in(3) ? any_integer(draw) : any_offset(draw));
}

void key_offset_and_value(Draw& draw, Words& words) {
  key(draw, words);
  words.push_back(any_offset(draw));
  words.push_back(any_value(draw));
}

// One of the words, or none of any command.
void option(Draw& draw, Words& words, const std::vector<std::string>& options) {
  words.push_back(draw.once_in(25) ? any_stray_word(draw) : any_case(draw, draw.one_of(options)));
}

void time_option(Draw& draw, Words& words) {
  static const std::array names = {"EX"s, "PX"s, "EXAT"s, "PXAT"s};
  const std::size_t chosen = draw.below(names.size());
  words.push_back(any_case(draw, names[chosen]));
  const TimeUnit unit = chosen % 2 == 0 ? TimeUnit::seconds : TimeUnit::milliseconds;
  words.push_back(any_time(draw, unit, chosen < 2 ? TimeBase::now : TimeBase::epoch));
}

// Up to four, some of which exclude each other.
void set_arguments(Draw& draw, Words& words) {
  static const std::vector<std::string> others = {"NX", "XX", "GET", "KEEPTTL"};
  key_and_value(draw, words);
  constexpr std::array<std::size_t, 8> counts = {0, 0, 0, 1, 1, 2, 2, 4};
  for (std::size_t left = draw.one_of(counts); left > 0; --left) {
    draw.once_in(2) ? time_option(draw, words) : option(draw, words, others);
  }
}

void getex_arguments(Draw& draw, Words& words) {
  static const std::vector<std::string> others = {"PERSIST"};
  key(draw, words);
  constexpr std::array<std::size_t, 8> counts = {0, 1, 1, 1, 1, 1, 1, 2};
  for (std::size_t left = draw.one_of(counts); left > 0; --left) {
    draw.once_in(3) ? option(draw, words, others) : time_option(draw, words);
  }
}

template <TimeUnit unit, TimeBase base>
void expire_arguments(Draw& draw, Words& words) {
  static const std::vector<std::string> conditions = {"NX", "XX", "GT", "LT"};
  key(draw, words);
  words.push_back(any_time(draw, unit, base));
  constexpr std::array<std::size_t, 6> counts = {0, 0, 1, 1, 1, 2};
  for (std::size_t left = draw.one_of(counts); left > 0; --left) option(draw, words, conditions);
}

template <TimeUnit unit>
void setex_arguments(Draw& draw, Words& words) {
  key(draw, words);
  words.push_back(any_time(draw, unit, TimeBase::now));
  words.push_back(any_value(draw));
}

void copy_arguments(Draw& draw, Words& words) {
  static const std::vector<std::string> options = {"REPLACE"};
  static const std::array databases = {"0"s, "0"s, "0"s, "1"s, "-1"s, "x"s, "00"s, "2147483648"s, ""s};
  two_keys(draw, words);
  constexpr std::array<std::size_t, 4> counts = {0, 0, 1, 2};
  for (std::size_t left = draw.one_of(counts); left > 0; --left) {
    if (!draw.once_in(3)) {
      option(draw, words, options);
    } else {
      words.insert(words.end(), {any_case(draw, "DB"), draw.one_of(databases)});
    }
  }
}

void scan_arguments(Draw& draw, Words& words) {
  static const std::array cursors = {
      "0"s, "0"s, "0"s, "0"s, "0"s, "3"s, "17"s, ""s, "x"s, "0x"s, "18446744073709551616"s};
  static const std::array counts = {"1"s, "2"s, "10"s, "1000"s, "1000"s, "0"s, "-1"s, "x"s, "9223372036854775808"s};
  static const std::array types = {"string"s, "STRING"s, "list"s, "hash"s, "foo"s};
  words.push_back(draw.one_of(cursors));
  for (std::size_t left = draw.below(3); left > 0; --left) {
    switch (draw.below(3)) {
      case 0:
        words.insert(words.end(), {any_case(draw, "MATCH"), any_pattern(draw)});
        break;
      case 1:
        words.insert(words.end(), {any_case(draw, "COUNT"), draw.one_of(counts)});
        break;
      default:
        words.insert(words.end(), {any_case(draw, "TYPE"), draw.one_of(types)});
    }
  }
}

void flush_arguments(Draw& draw, Words& words) {
  static const std::vector<std::string> options = {"SYNC", "ASYNC"};
  if (draw.once_in(2)) option(draw, words, options);
}

void pattern(Draw& draw, Words& words) { words.push_back(any_pattern(draw)); }

}  // namespace

std::span<const CommandForm> key_forms() {
  using enum TimeUnit;
  using enum TimeBase;
  static constexpr CommandForm forms[] = {
      {"append", 20, key_and_value},
      {"copy", 25, copy_arguments},
      {"dbsize", 10, nothing},
      {"decr", 10, key},
      {"decrby", 20, key_and_integer},
      {"del", 20, keys},
      {"exists", 20, keys},
      {"expire", 40, expire_arguments<seconds, now>},
      {"expireat", 25, expire_arguments<seconds, epoch>},
      {"expiretime", 15, key},
      {"flushall", 2, flush_arguments},
      {"flushdb", 2, flush_arguments},
      {"get", 40, key},
      {"getdel", 10, key},
      {"getex", 40, getex_arguments},
      {"getrange", 30, key_and_range},
      {"getset", 15, key_and_value},
      {"incr", 15, key},
      {"incrby", 25, key_and_integer},
      {"incrbyfloat", 40, key_and_float},
      {"keys", 25, pattern},
      {"mget", 15, keys},
      {"mset", 20, pairs},
      {"msetnx", 15, pairs},
      {"persist", 15, key},
      {"pexpire", 25, expire_arguments<milliseconds, now>},
      {"pexpireat", 25, expire_arguments<milliseconds, epoch>},
      {"pexpiretime", 15, key},
      {"psetex", 20, setex_arguments<milliseconds>},
      {"pttl", 20, key},
      {"randomkey", 8, nothing},
      {"rename", 20, two_keys},
      {"renamenx", 20, two_keys},
      {"scan", 15, scan_arguments},
      {"set", 100, set_arguments},
      {"setex", 20, setex_arguments<seconds>},
      {"setnx", 15, key_and_value},
      {"setrange", 30, key_offset_and_value},
      {"strlen", 15, key},
      {"touch", 10, keys},
      {"ttl", 20, key},
      {"type", 10, key},
      {"unlink", 10, keys},
      {"watch", 8, keys},
  };
  return forms;
}

}  // namespace burrow::differential
