#include "checkers/model/stream_book.hpp"

#include <algorithm>
#include <charconv>

namespace groundhog::checkers {

namespace {

template <typename Integer>
std::optional<Integer> parse(std::string_view text, int base) {
  Integer value{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::optional<std::string_view> text_in(const Frame& frame, std::string_view name) {
  const auto found = std::find_if(frame.fields.begin(), frame.fields.end(),
                                  [name](const FrameField& field) { return field.name == name; });
  if (found == frame.fields.end()) return std::nullopt;
  return found->value;
}

}  // namespace

std::optional<std::uint64_t> number_in(const Frame& frame, std::string_view name) {
  const auto text = text_in(frame, name);
  return text ? parse<std::uint64_t>(*text, 10) : std::nullopt;
}

std::optional<HistoryId> history_in(const Frame& frame, std::string_view name) {
  const auto text = text_in(frame, name);
  const auto id = text ? parse<std::uint64_t>(*text, 16) : std::nullopt;
  return id ? std::optional(HistoryId{*id}) : std::nullopt;
}

std::optional<Deadline> deadline_from(std::string_view text) {
  if (text == "-") return Deadline{};
  const auto milliseconds = parse<std::int64_t>(text, 10);
  if (!milliseconds) return std::nullopt;
  return Deadline{ExpiryTime{seam::Milliseconds{*milliseconds}}};
}

void StreamBook::open(const ConnectionOpened& event) {
  SentStream& stream = streams_.emplace_back();
  stream.connection = event.connection;
  stream.sender = event.to;
  stream.receiver = event.from;
}

SentStream* StreamBook::find(ConnectionId id) {
  const auto found = std::find_if(streams_.begin(), streams_.end(),
                                  [id](const SentStream& stream) { return stream.connection == id; });
  return found == streams_.end() ? nullptr : &*found;
}

void StreamBook::forget(ConnectionId id) {
  std::erase_if(streams_, [id](const SentStream& stream) { return stream.connection == id; });
}

}  // namespace groundhog::checkers
