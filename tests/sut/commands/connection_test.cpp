// Commands about the connection: AUTH, HELLO, CLIENT, RESET, QUIT.
#include "sut/server/commands/arguments.hpp"
#include "tests/sut/commands/command_fixture.hpp"

namespace burrow::test {
namespace {

class SessionCommand : public CommandTest {
 protected:
  void want_password(const std::string& password) {
    node_.node_options.password = password;
    session_.authenticated = false;
  }
};

TEST(Secret, IsTheWholePasswordAndNothingElse) {
  EXPECT_TRUE(is_secret("sesame", "sesame"));
  for (const char* wrong : {"", "s", "sesam", "sesamE", "sesame!", "sesamesesame"}) {
    EXPECT_FALSE(is_secret(wrong, "sesame")) << wrong;
  }
  EXPECT_FALSE(is_secret("anything", ""));
}

TEST_F(SessionCommand, AuthLogsIn) {
  want_password("sesame");
  EXPECT_EQ(run("AUTH sesam"), "-WRONGPASS invalid username-password pair or user is disabled.");
  EXPECT_FALSE(session_.authenticated);
  EXPECT_EQ(node_.orders, Effects{"login failed"});
  EXPECT_EQ(run("AUTH sesame"), "OK");
  EXPECT_TRUE(session_.authenticated);
}

TEST_F(SessionCommand, AClientThatKeepsGuessingHasToConnectAgain) {
  want_password("sesame");
  for (int i = 0; i < 9; ++i) run("AUTH guess");
  EXPECT_FALSE(session_.closing);
  EXPECT_EQ(run("AUTH sesame"), "OK");
  for (int i = 0; i < 9; ++i) run("AUTH guess");
  EXPECT_FALSE(session_.closing) << "the right one was among them";
  EXPECT_TRUE(run("HELLO 2 AUTH default guess").starts_with("-WRONGPASS"));
  EXPECT_TRUE(session_.closing);
}

TEST_F(SessionCommand, AuthTakesAUserWhoMustBeTheDefaultOne) {
  want_password("sesame");
  EXPECT_EQ(run("AUTH another sesame"), "-WRONGPASS invalid username-password pair or user is disabled.");
  EXPECT_EQ(run("AUTH default sesame"), "OK");
}

TEST_F(SessionCommand, AuthWithoutAPasswordToGuessIsAMistake) {
  EXPECT_TRUE(run("AUTH sesame").starts_with("-ERR AUTH <password> called without any password"));
  EXPECT_TRUE(session_.authenticated) << "and changes nothing";
}

TEST_F(SessionCommand, WithoutAPasswordAnyOneIsTheDefaultUsers) {
  EXPECT_EQ(run("AUTH default anything"), "OK");
  EXPECT_TRUE(run("HELLO 2 AUTH default anything").starts_with("[\"server\""));
  EXPECT_EQ(run("AUTH another anything"), "-WRONGPASS invalid username-password pair or user is disabled.");
}

TEST_F(SessionCommand, AFailedLoginLeavesALoginAlone) {
  want_password("sesame");
  EXPECT_EQ(run("AUTH sesame"), "OK");
  EXPECT_TRUE(run("AUTH wrong").starts_with("-WRONGPASS"));
  EXPECT_TRUE(session_.authenticated);
}

TEST_F(SessionCommand, HelloSpeaksVersionTwo) {
  const std::string description =
      "[\"server\", \"burrow\", \"version\", \"1.2.3\", \"proto\", 2, \"id\", 7, \"mode\", \"standalone\", \"role\", "
      "\"master\", \"modules\", []]";
  EXPECT_EQ(run("HELLO"), description);
  EXPECT_EQ(run("HELLO 2 SETNAME me"), description);
  EXPECT_EQ(session_.name, "me");
  EXPECT_EQ(run("HELLO 3"), "-NOPROTO unsupported protocol version");
  EXPECT_EQ(run("HELLO x"), "-ERR Protocol version is not an integer or out of range");
  EXPECT_EQ(run("HELLO 2 NONSENSE"), "-ERR Syntax error in HELLO option 'NONSENSE'");
  EXPECT_EQ(run("HELLO 2 AUTH default"), "-ERR Syntax error in HELLO option 'AUTH'");
}

TEST_F(SessionCommand, HelloTakesItsOptionsOneAfterTheOther) {
  EXPECT_EQ(run("HELLO 2 SETNAME me NONSENSE"), "-ERR Syntax error in HELLO option 'NONSENSE'");
  EXPECT_EQ(session_.name, "me");
  EXPECT_TRUE(run("HELLO 2 AUTH stranger x NONSENSE").starts_with("-WRONGPASS"));
  EXPECT_EQ(run_words({"HELLO", "2", std::string("N\0O", 3)}), "-ERR Syntax error in HELLO option 'N'");
}

TEST_F(SessionCommand, HelloLogsIn) {
  want_password("sesame");
  EXPECT_TRUE(run("HELLO 2").starts_with("-NOAUTH HELLO must be called"));
  EXPECT_TRUE(run("HELLO 2 AUTH default wrong").starts_with("-WRONGPASS"));
  EXPECT_TRUE(run("HELLO 2 AUTH default sesame").starts_with("[\"server\""));
  EXPECT_TRUE(session_.authenticated);
}

TEST_F(SessionCommand, ClientKnowsItself) {
  EXPECT_EQ(run("CLIENT ID"), "7");
  EXPECT_EQ(run("CLIENT GETNAME"), "(nil)");
  EXPECT_EQ(run("CLIENT SETNAME me"), "OK");
  EXPECT_EQ(run("CLIENT GETNAME"), "\"me\"");
  EXPECT_TRUE(run_words({"CLIENT", "SETNAME", "two words"}).starts_with("-ERR Client names cannot contain"));
  EXPECT_EQ(run("CLIENT SETINFO LIB-NAME a-library"), "OK");
  EXPECT_EQ(run("CLIENT LIST"), "\"a list\"");
  EXPECT_TRUE(run("CLIENT KILL all").starts_with("-ERR unknown subcommand"));
}

TEST_F(SessionCommand, ResetForgetsNameAndLogin) {
  want_password("sesame");
  run("HELLO 2 AUTH default sesame SETNAME me");
  EXPECT_EQ(run("RESET"), "RESET");
  EXPECT_EQ(session_.name, "");
  EXPECT_FALSE(session_.authenticated);
}

TEST_F(SessionCommand, QuitIsTheLastCommand) {
  EXPECT_EQ(run("QUIT"), "OK");
  EXPECT_TRUE(session_.closing);
}

}  // namespace
}  // namespace burrow::test
