// What is filed of a run's events is bounded, and says what is missing.
#include "harness/repro/event_window.hpp"

#include <gtest/gtest.h>

#include "sim/core/text.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

std::string event(std::uint64_t number, std::size_t size) {
  return "{\"n\":" + std::to_string(number) + ",\"text\":\"" + std::string(size, 'x') + "\"}";
}

TEST(EventWindow, AShortRunIsWhole) {
  EventWindow window;
  EXPECT_EQ(window.text(), "{\"groundhog_events\":2,\"events\":0,\"from\":1,\"to\":0,\"left_out\":0}\n");
  window.add(event(1, 3), false);
  window.add(event(2, 3), true);
  EXPECT_EQ(window.text(), "{\"groundhog_events\":2,\"events\":2,\"from\":1,\"to\":2,\"left_out\":0}\n" + event(1, 3) +
                               "\n" + event(2, 3) + "\n");
}

TEST(EventWindow, OfALongOneTheEventsAroundTheViolationAreKept) {
  EventWindow window;
  for (std::uint64_t number = 1; number <= 30'000; ++number) window.add(event(number, 100), number > 20'000);
  const std::string text = window.text();
  EXPECT_LE(text.size(), (std::size_t{1} << 20) + 200);
  const auto lines = lines_of(text);
  const std::uint64_t kept = lines.size() - 1;
  EXPECT_NE(lines[0].find("\"left_out\":" + std::to_string(30'000 - kept) + "}"), std::string::npos) << lines[0];
  EXPECT_TRUE(line_of_event(text, 20'000, 30'000)) << "the violation";
  EXPECT_EQ(line_of_event(text, 20'001, 30'000), event(20'001, 100));
  EXPECT_FALSE(line_of_event(text, 1, 30'000));
  EXPECT_FALSE(line_of_event(text, 30'000, 30'000));
  EXPECT_FALSE(line_of_event(text, 20'000, 30'001)) << "of another run";
  // Without gaps.
  const std::string first(lines[1].substr(0, lines[1].find(',')));
  EXPECT_NE(lines[0].find("\"from\":" + first.substr(5) + ","), std::string::npos) << lines[0] << first;
  for (std::uint64_t i = 1; i <= kept; ++i) {
    ASSERT_TRUE(lines[i].starts_with("{\"n\":" + std::to_string(std::stoull(first.substr(5)) + i - 1) + ","));
  }
}

TEST(EventWindow, ARemarkIsNoEvent) {
  EventWindow window;
  window.add(event(1, 3), false);
  window.add_remark("{\"violation\":true}", false);
  window.add(event(2, 3), true);
  window.add_remark("{\"violation\":true,\"late\":1}", true);
  EXPECT_EQ(window.text(), "{\"groundhog_events\":2,\"events\":2,\"from\":1,\"to\":2,\"left_out\":0}\n" + event(1, 3) +
                               "\n{\"violation\":true}\n" + event(2, 3) + "\n{\"violation\":true,\"late\":1}\n");
}

TEST(EventWindow, OneThatIsTooLongAfterTheViolationEndsIt) {
  EventWindow window;
  window.add(event(1, 10), true);
  window.add(event(2, EventWindow::bytes_after), true);
  window.add(event(3, 10), true);
  EXPECT_NE(window.text().find("\"from\":1,\"to\":1,\"left_out\":2}"), std::string::npos) << window.text();
}

}  // namespace
}  // namespace groundhog::test
