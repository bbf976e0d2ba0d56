// What makes two failures one: the same property, violated in the same way, wherever and whenever.
#include "harness/repro/signature.hpp"

#include <gtest/gtest.h>

namespace groundhog::test {

using namespace harness;
namespace {

SeedResult violating(std::string check, std::string message, std::string node = "n1") {
  SeedResult result;
  result.violations.push_back({std::move(check), {}, std::move(message), std::move(node), {}});
  return result;
}

FailureSignature of(const std::string& check, const std::string& message, const std::string& node = "n1") {
  return signature_of(violating(check, message, node));
}

TEST(Signature, NumbersTimesKeysValuesAndHostsDoNotCount) {
  EXPECT_EQ(of("ttl.safety", R"(n1 showed "k6" = "c4-130" 12 ms past its deadline by its own clock)"),
            of("ttl.safety", R"(alpha showed "a \" b" 1,003 ms past its deadline by its own clock)", "alpha"));
  EXPECT_EQ(of("replica.prefix", "n2 holds history 9d5c19fdaab76d54, which no node began"),
            of("replica.prefix", "n3 holds history 0000000000000001, which no node began"));
  EXPECT_EQ(of("progress", "c1 waited 0.401s after the network healed"),
            of("progress", "c2 waited 12s after the network healed"));
}

TEST(Signature, TheWayDoesCount) {
  EXPECT_NE(of("ttl.safety", R"(n1 showed "k" exactly at its deadline by its own clock)"),
            of("ttl.safety", R"(n1 showed "k" 12 ms past its deadline by its own clock)"));
  EXPECT_NE(of("replica.prefix", R"(n2 at offset 3: lacks "k")"),
            of("replica.prefix", R"(n2 at offset 3: holds "k", which should be absent)"));
  EXPECT_NE(of("ttl.safety", "the same words"), of("ttl.fidelity", "the same words"));
}

TEST(Signature, OneFailureInSeveralFormsIsOne) {
  EXPECT_EQ(of("replica.prefix", R"(n2 at offset 3 of history 9d5c19fdaab76d54: lacks "k" = "v")"),
            of("replica.prefix", R"(n2 showed no "k", which is alive in every state that it had)"));
  EXPECT_EQ(
      of("failure_detector", "n1 kept its connection with n2 for 3s after the last start of a window, longer than 1s"),
      of("failure_detector", "n2 kept its connection with n1 for 9s after the last evidence of life, longer than 2s"));
  EXPECT_EQ(of("replica.convergence", "n2 is at offset 811 of 1,402; n3 is not running"),
            of("replica.convergence", "n3 is at offset 7 of 12"));
}

TEST(Signature, OnlyTheWantedPropertyCounts) {
  SeedResult both = violating("ttl.safety", "n1 showed it");
  both.violations.push_back({"replica.prefix", {}, "n2 went back from offset 4 to 3 without a load", "n2", {}});
  EXPECT_EQ(signature_of(both).about, "ttl.safety");
  EXPECT_EQ(signature_of(both, "replica.prefix").about, "replica.prefix");
  EXPECT_EQ(signature_of(both, "client.session").about, "ttl.safety");
  EXPECT_TRUE(shows(both, of("replica.prefix", "n3 went back from offset 9 to 8 without a load")));
  EXPECT_FALSE(shows(both, of("replica.prefix", "n3 holds history 1111111111111111, which no node began")));
}

TEST(Signature, TheEndOfARunIsAFailureToo) {
  SeedResult crashed;
  crashed.end = SeedEnd::crashed;
  crashed.detail = "killed by SIGABRT; its last words:\nsut/x.cpp:12: 3 < 2";
  EXPECT_EQ(signature_of(crashed).about, "crash");
  SeedResult other = crashed;
  other.detail = "killed by SIGABRT; its last words:\nsut/x.cpp:12: 9 < 4";
  EXPECT_TRUE(shows(other, signature_of(crashed)));
  other.detail = "killed by SIGSEGV";
  EXPECT_FALSE(shows(other, signature_of(crashed)));
  EXPECT_FALSE(shows(SeedResult{}, signature_of(crashed)));
  SeedResult killed;
  killed.end = SeedEnd::timed_out;
  killed.detail = "still running after 0.02 s of real time; its last words:\nbusy";
  SeedResult late = killed;
  late.detail = "took 0.021 s of real time, more than 0.02 s";
  EXPECT_TRUE(shows(late, signature_of(killed)));
}

}  // namespace
}  // namespace groundhog::test
