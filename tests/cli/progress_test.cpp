// What is shown while something takes its time.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli/output/console.hpp"
#include "tests/cli/command_fixture.hpp"
#include "tests/process/terminal.hpp"

namespace groundhog::test {
namespace {

// The lines that were replaced by another one.
std::vector<std::string> redrawn_lines(const std::string& screen) {
  const std::string redraw = "\r\x1b[K";
  std::vector<std::string> lines;
  std::size_t from = screen.find(redraw);
  while (from != std::string::npos) {
    from += redraw.size();
    const std::size_t next = screen.find(redraw, from);
    if (next == std::string::npos) break;
    const std::string line = screen.substr(from, next - from);
    if (line.find('\n') == std::string::npos) lines.push_back(line);
    from = next;
  }
  return lines;
}

std::size_t columns_of(const std::string& line) {
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; }));
}

std::vector<std::string> lines_on_terminal(const std::string& file, unsigned short columns) {
  burrow::test::Terminal terminal({"env", "-u", "CI", "-u", "GITHUB_ACTIONS", GROUNDHOG_BINARY, "run", file, "--seeds",
                                   "1..100000", "--for", "1500ms", "--color", "never"},
                                  columns);
  EXPECT_TRUE(terminal.shows("as expected")) << terminal.screen();
  return redrawn_lines(terminal.screen());
}

using Progress = Command;

TEST_F(Progress, FitsTheTerminal) {
  const std::string file = folder_.write("wide.yaml", scenario("a-name-that-is-rather-long", short_run));
  const std::vector<std::string> narrow = lines_on_terminal(file, 40);
  ASSERT_FALSE(narrow.empty());
  for (const std::string& line : narrow) EXPECT_LT(columns_of(line), 40U) << line;
  EXPECT_TRUE(narrow.front().ends_with("…")) << narrow.front();

  const std::vector<std::string> wide = lines_on_terminal(file, 200);
  ASSERT_FALSE(wide.empty());
  EXPECT_TRUE(wide.front().ends_with(" left")) << wide.front();
}

}  // namespace
}  // namespace groundhog::test
