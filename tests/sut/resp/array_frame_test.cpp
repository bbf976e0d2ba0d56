#include "sut/resp/array_frame.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace burrow::resp {
namespace {

TEST(ArrayFrame, ShowsTheSizeOfTheFirstFrame) {
  const std::string frame = "*2\r\n$4\r\nPING\r\n$0\r\n\r\n";
  const FrameScan scan = array_frame_size(frame + "*1\r\n");
  EXPECT_EQ(scan.status, ParseStatus::complete);
  EXPECT_EQ(scan.size, frame.size());
}

TEST(ArrayFrame, EveryProperPrefixIsIncomplete) {
  const std::string frame = "*2\r\n$4\r\nPING\r\n$10\r\n0123456789\r\n";
  for (std::size_t length = 0; length < frame.size(); ++length) {
    EXPECT_EQ(array_frame_size(std::string_view(frame).substr(0, length)).status, ParseStatus::incomplete) << length;
  }
}

TEST(ArrayFrame, RefusesWhatIsNoFrame) {
  for (const char* bytes : {"PING", "*-1\r\n", "*1\r\n$-1\r\n", "*1\r\n:1\r\n", "*1\r\n$1\r\nab", "*1\r\n$1\r\na\rb",
                            "*1\n", "*1048577\r\n", "*1\r\n$536870913\r\n", "*00\r\n", "*\r\n", "*1\r\n$+1"}) {
    EXPECT_EQ(array_frame_size(bytes).status, ParseStatus::malformed) << bytes;
  }
}

// Bytes that were passed once are not looked at again: here they are no frame any more.
TEST(ArrayFrame, AFrameInPiecesIsScannedOnce) {
  const std::string head = "*2\r\n$4\r\nPING\r\n";
  ArrayFrameScanner scanner({});
  const FrameScan begun = scanner.scan(head + "$5\r\nab");
  EXPECT_EQ(begun.status, ParseStatus::incomplete);
  EXPECT_EQ(begun.size, head.size() + 11) << "its head says so much of it";
  const FrameScan whole = scanner.scan(std::string(head.size(), '?') + "$5\r\nabcde\r\n");
  EXPECT_EQ(whole.status, ParseStatus::complete);
  EXPECT_EQ(whole.size, head.size() + 11);
  EXPECT_EQ(scanner.scan("?").status, ParseStatus::malformed) << "and begins again";
}

TEST(BulkCursor, WalksTheElements) {
  BulkCursor cursor("*3\r\n$1\r\na\r\n$0\r\n\r\n$4\r\n\r\n\r\n\r\n*1\r\n");
  std::vector<std::string> elements;
  std::string_view element;
  EXPECT_EQ(cursor.remaining(), 3U);
  while (cursor.next(element)) elements.emplace_back(element);
  EXPECT_EQ(elements, (std::vector<std::string>{"a", "", "\r\n\r\n"}));
  EXPECT_EQ(cursor.remaining(), 0U);
}

}  // namespace
}  // namespace burrow::resp
