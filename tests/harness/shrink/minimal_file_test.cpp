// A minimal day gives way only to a better one of the same failure.
#include "harness/shrink/minimal_file.hpp"

#include <gtest/gtest.h>

#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "tests/support/binary.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

Repro day_of(std::uint64_t elements, std::uint64_t seed = 3, const std::string& about = "ttl.safety") {
  Repro repro = unfinished_repro("deaf", "deaf.yaml", "version: 1\n", seed);
  repro.about = about;
  repro.outcome.emplace();
  repro.outcome->size.operations = elements;
  return repro;
}

class MinimalFile : public ::testing::Test {
 protected:
  MinimalFile() { EXPECT_TRUE(write_repro(file_, day_of(4))); }

  TemporaryFolder folder_;
  std::string file_ = folder_.path("min.repro");
};

TEST_F(MinimalFile, GivesWayToABetterOne) {
  EXPECT_EQ(reason_to_stay(folder_.path("nowhere"), day_of(9), false), "");
  EXPECT_EQ(reason_to_stay(file_, day_of(3), false), "");
  EXPECT_EQ(reason_to_stay(file_, day_of(4), true), "");
}

TEST_F(MinimalFile, StaysWhereTheOtherIsWorse) {
  EXPECT_EQ(reason_to_stay(file_, day_of(9), true), "is smaller: 4 elements, this time 9");
  EXPECT_NE(reason_to_stay(file_, day_of(4), false), "");
}

TEST_F(MinimalFile, StaysWhereItIsOfSomethingElse) {
  EXPECT_EQ(reason_to_stay(file_, day_of(1, 4), true), "is not of this failure");
  EXPECT_EQ(reason_to_stay(file_, day_of(1, 3, "progress"), true), "is not of this failure");
  EXPECT_EQ(reason_to_stay(folder_.write("notes", "mine"), day_of(1), true), "is not of this failure");
}

TEST_F(MinimalFile, IsOfTheSameFailureWhateverItsSize) {
  EXPECT_TRUE(holds_same_failure(file_, day_of(9)));
  EXPECT_TRUE(holds_same_failure(file_, day_of(9, 3, "")));
  EXPECT_FALSE(holds_same_failure(file_, day_of(9, 4)));
  EXPECT_FALSE(holds_same_failure(folder_.path("nowhere"), day_of(9)));
}

}  // namespace
}  // namespace groundhog::test
