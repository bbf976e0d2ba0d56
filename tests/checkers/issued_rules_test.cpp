// The forms of commands, and which cells can exist and are asked for.
#include "checkers/issued/issued_rules.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checkers/issued/command_form.hpp"
#include "checkers/issued/wanted_cells.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

constexpr CommandSpec table[] = {
    {"COPY", "source key [REPLACE] [DB database]"},
    {"DECRBY", "key amount"},
    {"GET", "key", true},
    {"GETEX", "key [PERSIST] [EX ttl] [PX ttl] [EXAT ttl] [PXAT ttl]"},
    {"INCRBYFLOAT", "key amount"},
    {"MSET", "key value ..."},
    {"PEXPIRE", "key ttl [NX] [XX] [GT] [LT]"},
    {"PING", "[...]"},
    {"SCAN", "cursor [MATCH pattern] [COUNT count] [TYPE type]", true},
    {"SET", "key value [NX] [XX] [GET] [KEEPTTL] [EX ttl] [PX ttl] [EXAT ttl] [PXAT ttl]"},
    {"SETRANGE", "key offset addition"},
};

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> all;
  for (std::string word; in >> word;) all.push_back(word);
  return all;
}

std::string form_of(const std::string& text) {
  const auto issued = issued_command(table, words(text));
  return issued ? issued->form : "none";
}

TEST(CommandForm, HasItsOptionsInTheOrderOfTheTable) {
  const std::pair<const char*, const char*> forms[] = {
      {"get k", "GET"},
      {"set k v px 10 nx", "SET NX PX"},
      {"SET k v GET NX GET", "SET NX GET"},
      {"SET NX PX", "SET"},
      {"MSET a 1", "MSET"},
      {"MSET a 1 b 2", "MSET several"},
      {"COPY a b DB 0", "COPY DB"},
      {"COPY a a REPLACE", "COPY REPLACE same"},
      {"SCAN 17 COUNT 5 MATCH k*", "SCAN MATCH COUNT"},
      {"INCRBYFLOAT k 1e3", "INCRBYFLOAT"},
      {"PEXPIRE k -1 XX GT", "PEXPIRE XX GT"},
      {"PING a b", "PING"},
      {"NONSENSE", "none"},
  };
  for (const auto& [command, form] : forms) EXPECT_EQ(form_of(command), form) << command;
}

TEST(CommandForm, OfWhatTheServerHasToRefuseIsIllegal) {
  for (const char* command : {"GET",
                              "GET a b",
                              "MSET a 1 b",
                              "SET k v NOW",
                              "SET k v NX XX",
                              "SET k v EX 1 PX 1",
                              "SET k v KEEPTTL EX 1",
                              "SET k v EX",
                              "SET k v EX 0",
                              "SET k v PX soon",
                              "SET k v PX 01",
                              "GETEX k PERSIST EX 1",
                              "PEXPIRE k soon",
                              "PEXPIRE k 1 NX GT",
                              "PEXPIRE k 1 GT LT",
                              "COPY a b DB 1",
                              "SCAN -",
                              "SCAN 0 COUNT 0",
                              "SCAN 0 TYPE",
                              "DECRBY k -9223372036854775808",
                              "INCRBYFLOAT k one",
                              "SETRANGE k -1 v"}) {
    const auto issued = issued_command(table, words(command));
    ASSERT_TRUE(issued) << command;
    EXPECT_FALSE(issued->is_legal) << command;
    EXPECT_EQ(issued->form, std::string(issued->name) + " illegal") << command;
    EXPECT_TRUE(issued->keys.empty()) << command;
  }
}

TEST(CommandForm, SaysWhetherItsDeadlineIsPast) {
  const ExpiryTime now{seam::Milliseconds(1000)};
  const ExpiryTime later{seam::Milliseconds(1002)};
  using Kind = TtlRequest::Kind;
  EXPECT_EQ(time_word({Kind::absolute, 1000}, now, now), "past");
  EXPECT_EQ(time_word({Kind::absolute, 1001}, now, now), "");
  EXPECT_EQ(time_word({Kind::absolute, 1001}, now, later), std::nullopt);
  EXPECT_EQ(time_word({Kind::relative, 0}, now, later), "past");
  EXPECT_EQ(time_word({Kind::relative, 1}, now, later), "");
  EXPECT_EQ(time_word({Kind::relative, std::numeric_limits<std::int64_t>::max()}, now, now), "overflow");
  EXPECT_EQ(time_word({Kind::overflow, 0}, now, now), "overflow");
  EXPECT_EQ(time_word({Kind::none, 0}, now, later), "");
}

TEST(CommandForm, OfAWordOfMixIsThatOfWhatItSends) {
  const OperationSpec operation{"several",
                                "SET key value NX PXAT at_ms ; SET key value PXAT 1 ; COPY key key ; "
                                "SET key value EX overflow ; SET key value NX XX"};
  const std::vector<std::string> expected = {"SET NX PXAT", "SET PXAT past", "COPY", "SET EX overflow", "SET illegal"};
  EXPECT_EQ(forms_of(operation, table), expected);
}

// ---- what can exist

bool may_be(const char* form, KeyFound found, const char* outcome, const char* place = "") {
  return may_exist({form, place, found, outcome});
}

TEST(IssuedRules, ADeadKeyIsAsGoodAsAbsent) {
  for (const KeyFound gone : {KeyFound::absent, KeyFound::dead}) {
    EXPECT_TRUE(may_be("GET", gone, "nil"));
    EXPECT_FALSE(may_be("GET", gone, "value"));
    EXPECT_FALSE(may_be("SET NX PX", gone, "nil"));
    EXPECT_FALSE(may_be("PEXPIRE", gone, "1"));
  }
}

TEST(IssuedRules, TheFirstRuleWhoseOptionsAreThereCounts) {
  EXPECT_TRUE(may_be("SET NX GET", KeyFound::persistent, "value"));
  EXPECT_FALSE(may_be("SET NX GET", KeyFound::persistent, "nil"));
  EXPECT_TRUE(may_be("PEXPIRE GT", KeyFound::expiring, "1"));
  EXPECT_FALSE(may_be("PEXPIRE GT past", KeyFound::expiring, "1"));
  EXPECT_TRUE(may_be("COPY", KeyFound::expiring, "0", "target"));
  EXPECT_FALSE(may_be("COPY", KeyFound::expiring, "1", "target"));
}

TEST(IssuedRules, WhatIsIllegalIsAnError) {
  EXPECT_TRUE(may_be("SET illegal", KeyFound::none, "ERR"));
  EXPECT_FALSE(may_be("SET illegal", KeyFound::none, "OK"));
}

TEST(IssuedRules, ARefusalMayComeInEachState) {
  EXPECT_EQ(refusal_of({ReplyKind::error, "LOADING Burrow is loading the dataset in memory"}), "LOADING");
  EXPECT_EQ(refusal_of({ReplyKind::error, "ERR max number of clients reached"}), "no room");
  EXPECT_EQ(refusal_of({ReplyKind::error, "ERR no such key"}), "");
  EXPECT_TRUE(may_be("GET", KeyFound::none, "LOADING"));
}

TEST(IssuedRules, AnOutcomeIsTheMostSpecialWordThatTheRuleHas) {
  EXPECT_EQ(outcome_of("PTTL", {ReplyKind::integer, {}, -1}, 0, 1), "-1");
  EXPECT_EQ(outcome_of("PTTL", {ReplyKind::integer, {}, 1}, 0, 1), "number");
  EXPECT_EQ(outcome_of("DEL", {ReplyKind::integer, {}, 1}, 0, 1), "1");
  EXPECT_EQ(outcome_of("DEL several", {ReplyKind::integer, {}, 2}, 0, 2), "all");
  EXPECT_EQ(outcome_of("GETRANGE", {ReplyKind::text, ""}, 0, 1), "empty");
  EXPECT_EQ(outcome_of("GET", {ReplyKind::text, ""}, 0, 1), "value");
  EXPECT_EQ(outcome_of("INCRBYFLOAT", {ReplyKind::text, "0.5"}, 0, 1), "number");
  EXPECT_EQ(outcome_of("GET", {ReplyKind::error, "ERR broken"}, 0, 1), "ERR");
}

// ---- what is asked for

bool is_wanted(const std::vector<IssuedCell>& cells, const char* form, KeyFound found, const char* outcome,
               const char* place = "") {
  return std::ranges::count(cells, IssuedCell{form, place, found, outcome}) == 1;
}

TEST(WantedCells, AreEachOptionByItselfAndWhatMixSends) {
  constexpr OperationSpec operations[] = {{"set_nx", "SET key value NX PX ttl"}};
  const std::vector<IssuedCell> cells = wanted_cells(table, operations);
  EXPECT_TRUE(is_wanted(cells, "SET", KeyFound::dead, "OK"));
  EXPECT_TRUE(is_wanted(cells, "SET XX", KeyFound::absent, "nil"));
  EXPECT_TRUE(is_wanted(cells, "SET NX PX", KeyFound::absent, "OK"));
  EXPECT_FALSE(is_wanted(cells, "SET XX PX", KeyFound::absent, "nil"));
  EXPECT_TRUE(is_wanted(cells, "SET EXAT past", KeyFound::persistent, "OK"));
  EXPECT_FALSE(is_wanted(cells, "SET EX past", KeyFound::persistent, "OK"));
  EXPECT_TRUE(is_wanted(cells, "MSET several", KeyFound::absent, "OK"));
  EXPECT_TRUE(is_wanted(cells, "COPY", KeyFound::absent, "1", "target"));
  EXPECT_TRUE(is_wanted(cells, "COPY same", KeyFound::absent, "ERR"));
  EXPECT_TRUE(is_wanted(cells, "SET illegal", KeyFound::none, "ERR"));
  EXPECT_FALSE(is_wanted(cells, "GET illegal", KeyFound::none, "ERR"));
  EXPECT_FALSE(is_wanted(cells, "PING", KeyFound::none, "OK"));
}

TEST(WantedCells, AreTheRefusalsOfEachCommand) {
  const std::vector<IssuedCell> cells = wanted_cells(table, {});
  EXPECT_FALSE(is_wanted(cells, "GET", KeyFound::none, "LOADING"));
  EXPECT_FALSE(is_wanted(cells, "GET", KeyFound::none, "READONLY"));
  EXPECT_TRUE(is_wanted(cells, "SET", KeyFound::none, "READONLY"));
}

TEST(WantedCells, ACommandNeedsARuleOrAReason) {
  constexpr CommandSpec more[] = {{"GET", "key"}, {"LPUSH", "key value"}, {"PING"}};
  EXPECT_EQ(commands_without_rule(more), std::vector<std::string_view>{"LPUSH"});
}

}  // namespace
}  // namespace groundhog::test
