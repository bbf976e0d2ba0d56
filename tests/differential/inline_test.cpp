// The lines of words that simulated clients write (sim/burrow/inline_request.hpp) mean the same to redis-server: the
// simulator has read the rules of lines from where Burrow has them, and both may err in the same way.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sim/burrow/inline_request.hpp"
#include "sut/resp/wire.hpp"
#include "tests/differential/raw_client.hpp"
#include "tests/differential/redis_process.hpp"
#include "tests/process/server_process.hpp"

namespace burrow::differential {
namespace {

using namespace std::string_view_literals;
using groundhog::RandomKey;
using groundhog::RandomStream;
using groundhog::uniform_below;

constexpr std::uint64_t lines = 5'000;

// Half of the bytes are such as mean something in a line.
std::string any_word(RandomStream draws) {
  constexpr std::string_view marked = "*\"'\\ \t\n\v\f\r\0\a\bnrtbax0fF"sv;
  std::string word(uniform_below(draws.next(), 30), ' ');
  for (char& byte : word) {
    const std::uint64_t draw = draws.next();
    byte = draw % 2 == 0 ? marked[uniform_below(draws.next(), marked.size())] : static_cast<char>(draw >> 8U);
  }
  return word;
}

// MSET of the key and the value on one line, and MGET of both on the next.
void expect_that_words_are_read(RawClient& client) {
  for (std::uint64_t i = 0; i < lines; ++i) {
    const RandomKey key = RandomKey(1).sub(i);
    const std::string value = any_word(RandomStream(key.sub("value")));
    const std::string name = any_word(RandomStream(key.sub("name"))) + "!";
    const std::vector<std::string> set{"MSET", "k", value, name, name};
    const std::vector<std::string> get{"MGET", name, "k"};
    const auto first = groundhog::spell_inline(set, RandomStream(key.sub("set")));
    const auto second = groundhog::spell_inline(get, RandomStream(key.sub("get")));
    ASSERT_TRUE(first && second);
    client.send_bytes(*first + *second);
    const std::vector<std::string> replies = client.receive(2);
    std::string expected;
    resp::append_array_header(expected, 2);
    resp::append_bulk(expected, name);
    resp::append_bulk(expected, value);
    ASSERT_EQ(replies, (std::vector<std::string>{"+OK\r\n", expected})) << "line " << i;
  }
}

TEST(Inline, RedisReadsTheWordsThatAreSpelled) {
  const RedisProcess redis;
  RawClient client(redis.port());
  expect_that_words_are_read(client);
}

TEST(Inline, BurrowReadsTheWordsThatAreSpelled) {
  const test::ServerProcess burrow;
  RawClient client(burrow.port());
  expect_that_words_are_read(client);
}

}  // namespace
}  // namespace burrow::differential
