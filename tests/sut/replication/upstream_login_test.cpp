// What a replica's connection says and hears before the first frame.
#include <gtest/gtest.h>

#include "sut/replication/peer_connection.hpp"

namespace burrow::test {
namespace {

using Step = UpstreamLogin::Step;

Step take(UpstreamLogin& login, std::string_view bytes) { return login.take(bytes); }

TEST(UpstreamLogin, WithoutAPasswordFramesPass) {
  UpstreamLogin login("");
  EXPECT_EQ(login.request(), "");
  std::string_view frame = "*3\r\n$4\r\nping\r\n";
  EXPECT_EQ(login.take(frame), Step::through);
  EXPECT_TRUE(frame.starts_with("*3")) << "and nothing of them is taken";
}

TEST(UpstreamLogin, WithoutAPasswordAnErrorIsARefusal) {
  UpstreamLogin login("");
  EXPECT_EQ(take(login, "-NOAUTH Authen"), Step::more);
  EXPECT_EQ(take(login, "tication required.\r\n"), Step::refused);
  EXPECT_EQ(login.answer(), "NOAUTH Authentication required.");
}

TEST(UpstreamLogin, APasswordIsSaidAndItsAnswerAwaited) {
  UpstreamLogin login("open sesame");
  EXPECT_EQ(login.request(), "*2\r\n$4\r\nAUTH\r\n$11\r\nopen sesame\r\n");
  EXPECT_EQ(take(login, "+O"), Step::more);
  std::string_view rest = "K\r\n*3\r\n";
  EXPECT_EQ(login.take(rest), Step::accepted);
  EXPECT_EQ(rest, "*3\r\n");
  EXPECT_EQ(login.take(rest), Step::through);
}

TEST(UpstreamLogin, AWrongPasswordIsARefusal) {
  UpstreamLogin login("guess");
  EXPECT_EQ(take(login, "-WRONGPASS no\r\n"), Step::refused);
  EXPECT_EQ(login.answer(), "WRONGPASS no");
}

TEST(UpstreamLogin, AnythingElseThanOkIsARefusalToo) {
  UpstreamLogin login("guess");
  EXPECT_EQ(take(login, "*3\r\n"), Step::refused);
}

TEST(UpstreamLogin, AnEndlessLineIsCutOff) {
  UpstreamLogin login("");
  const std::string line = "-" + std::string(10'000, 'x');
  EXPECT_EQ(take(login, line), Step::refused);
  EXPECT_LT(login.answer().size(), 600u);
}

}  // namespace
}  // namespace burrow::test
