// Text for people, in columns.
#include "sim/core/text.hpp"

#include <gtest/gtest.h>

namespace groundhog::test {
namespace {

TEST(Wrapped, WhatFitsIsLeftAsItIs) {
  EXPECT_EQ(wrapped("", 10, 2), "");
  EXPECT_EQ(wrapped("  a  b", 10, 2), "  a  b");
  EXPECT_EQ(wrapped("1234567890", 10, 2), "1234567890");
}

TEST(Wrapped, LinesBreakBetweenWords) {
  EXPECT_EQ(wrapped("one two three four", 9, 2), "one two\n  three\n  four");
  EXPECT_EQ(wrapped("one   two", 5, 1), "one\n two");
}

TEST(Wrapped, AWordThatIsTooLongIsNotBroken) { EXPECT_EQ(wrapped("a 1234567890 b", 6, 2), "a\n  1234567890\n  b"); }

TEST(Wrapped, CharactersAreCountedNotBytes) { EXPECT_EQ(wrapped("→→→→ →→→→", 9, 2), "→→→→ →→→→"); }

TEST(CutToColumns, CountsCharactersAndNotBytes) {
  EXPECT_EQ(cut_to_columns("1,230 × real time", 17), "1,230 × real time");
  EXPECT_EQ(cut_to_columns("1,230 × real time", 16), "1,230 × real ti…");
  EXPECT_EQ(cut_to_columns("××××", 3), "××…");
  EXPECT_EQ(cut_to_columns("××××", 1), "…");
  EXPECT_EQ(cut_to_columns("××××", 0), "");
  EXPECT_EQ(cut_to_columns("", 0), "");
}

}  // namespace
}  // namespace groundhog::test
