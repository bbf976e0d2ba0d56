// INCR, DECR, INCRBY, DECRBY, INCRBYFLOAT.
#include "tests/sut/commands/command_fixture.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using NumberCommand = CommandTest;

const std::string no_integer = "-ERR value is not an integer or out of range";
const std::string overflows = "-ERR increment or decrement would overflow";
const std::string not_a_float = "-ERR value is not a valid float";

TEST_F(NumberCommand, IncrLogsTheNewValueAndKeepsTheTtl) {
  EXPECT_EQ(run("INCR k"), "1");
  EXPECT_EQ(run("INCR k"), "2");
  run("SET t -1 PX 100");
  runtime_.advance(40ms);
  EXPECT_EQ(run("INCR t"), "0");
  EXPECT_EQ(effects(), (Effects{"SET k 1", "SET k 2", "SET t -1 @100", "SET t 0 @100"}));
}

TEST_F(NumberCommand, IncrOfADeadKeyStartsAgainWithoutATtl) {
  run("SET k 7 PX 100");
  runtime_.advance(100ms);
  EXPECT_EQ(run("INCR k"), "1");
  EXPECT_EQ(run("PTTL k"), "-1");
}

TEST_F(NumberCommand, IncrOfWhatIsNoNumberIsAnErrorThatLogsNothing) {
  for (const char* value : {"x", "1x", "+1", "01", "-0", "1.5", "9223372036854775808"}) {
    run("SET k " + std::string(value));
    effects();
    EXPECT_EQ(run("INCR k"), no_integer) << value;
    EXPECT_EQ(effects(), Effects{}) << value;
  }
  run("SET k 9223372036854775807");
  EXPECT_EQ(run("INCR k"), "-ERR increment or decrement would overflow");
  run("SET k 9223372036854775806");
  EXPECT_EQ(run("INCR k"), "9223372036854775807");
}

TEST_F(NumberCommand, AmountsAndBothDirections) {
  EXPECT_EQ(run("DECR k"), "-1");
  EXPECT_EQ(run("INCRBY k 10"), "9");
  EXPECT_EQ(run("DECRBY k -10"), "19");
  EXPECT_EQ(run("INCRBY k x"), no_integer);
  EXPECT_EQ(run("DECRBY k 1.5"), no_integer);
  EXPECT_EQ(effects(), (Effects{"SET k -1", "SET k 9", "SET k 19"}));
}

TEST_F(NumberCommand, AmountsEndWhere64BitsEnd) {
  run("SET k -1");
  EXPECT_EQ(run("INCRBY k -9223372036854775807"), "-9223372036854775808");
  EXPECT_EQ(run("DECR k"), overflows);
  EXPECT_EQ(run("DECRBY k 1"), overflows);
  EXPECT_EQ(run("DECRBY k -9223372036854775808"), "-ERR decrement would overflow");
  EXPECT_EQ(run("INCRBY k 9223372036854775807"), "-1");
}

TEST_F(NumberCommand, FloatsAreWrittenWithoutAnExponent) {
  EXPECT_EQ(run("INCRBYFLOAT k 0.5"), "\"0.5\"");
  EXPECT_EQ(run("INCRBYFLOAT k 5e3"), "\"5000.5\"");
  EXPECT_EQ(run("INCRBYFLOAT k -5000.5"), "\"0\"");
  run("SET t 10.50 PX 100");
  EXPECT_EQ(run("INCRBYFLOAT t 1"), "\"11.5\"");
  EXPECT_EQ(run("PTTL t"), "100");
}

TEST_F(NumberCommand, FloatsThatAreNone) {
  run("SET k 1");
  effects();
  for (const char* amount : {"x", "1x", "nan", "1e99999"})
    EXPECT_EQ(run("INCRBYFLOAT k " + std::string(amount)), not_a_float) << amount;
  EXPECT_EQ(run_words({"INCRBYFLOAT", "k", " 1"}), not_a_float);
  EXPECT_EQ(run_words({"INCRBYFLOAT", "k", ""}), not_a_float);
  EXPECT_EQ(run("INCRBYFLOAT k inf"), "-ERR increment would produce NaN or Infinity");
  run("SET k text");
  EXPECT_EQ(run("INCRBYFLOAT k 1"), not_a_float);
}

}  // namespace
}  // namespace burrow::test
