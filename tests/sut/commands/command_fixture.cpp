#include "tests/sut/commands/command_fixture.hpp"

#include "sut/resp/reply_parser.hpp"

namespace burrow::test {

namespace {

CacheOptions without_janitor() {
  CacheOptions options;
  options.janitor_interval = seam::Duration::zero();
  return options;
}

std::vector<std::string_view> split(std::string_view words) {
  std::vector<std::string_view> arguments;
  while (true) {
    const std::size_t space = words.find(' ');
    arguments.push_back(words.substr(0, space));
    if (space == std::string_view::npos) return arguments;
    words.remove_prefix(space + 1);
  }
}

std::string to_text(const resp::Reply& reply) {
  using enum resp::Reply::Kind;
  switch (reply.kind) {
    case nil:
      return "(nil)";
    case status:
      return reply.text;
    case error:
      return "-" + reply.text;
    case integer:
      return std::to_string(reply.integer);
    case text:
      return "\"" + reply.text + "\"";
    case array:
      break;
  }
  std::string list;
  for (const resp::Reply& element : reply.elements) list += (list.empty() ? "" : ", ") + to_text(element);
  return "[" + list + "]";
}

}  // namespace

CommandTest::CommandTest(seam::WallTime wall)
    : runtime_(wall),
      cache_(
          &runtime_, [this] { return clock_.now(); }, without_janitor()) {
  cache_.set_observer(&log_);
}

std::string CommandTest::run(std::string_view words) { return run_words(split(words)); }

std::string CommandTest::run_words(const std::vector<std::string_view>& arguments) {
  const CommandSpec* spec = find_command(arguments.front());
  if (spec == nullptr) return "(unknown command)";
  if (!spec->accepts(arguments.size())) return "(wrong number of arguments)";
  if (session_.queue && !spec->runs_at_once) {
    session_.queue->commands.emplace_back(arguments.begin(), arguments.end());
    return "QUEUED";
  }
  std::string bytes;
  resp::ReplyWriter writer(bytes);
  CommandCall call{arguments, CacheAccess(cache_), writer, node_, session_};
  spec->run(call);
  if (bytes.empty()) return "";
  const resp::ParsedReply parsed = resp::parse_reply(bytes);
  if (parsed.status != resp::ParsedReply::Status::complete || parsed.size != bytes.size()) {
    return "(not one reply: " + bytes + ")";
  }
  return to_text(parsed.reply);
}

std::string CommandTest::order() const {
  std::string keys;
  cache_.inspect([&](const StringEntry& entry) { keys += (keys.empty() ? "" : " ") + entry.key; });
  return keys;
}

void CommandTest::set_limits(std::size_t capacity, std::size_t max_memory_bytes) {
  CacheOptions options = cache_.options();
  options.capacity = capacity;
  options.max_memory_bytes = max_memory_bytes;
  cache_.configure(options);
}

}  // namespace burrow::test
