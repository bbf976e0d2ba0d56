#include "harness/runner/seed_result.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <type_traits>

namespace groundhog::harness {

std::string_view name_of(SeedEnd end) {
  constexpr std::array<std::string_view, 7> names = {"completed", "never-ready",   "event-limit",   "crash",
                                                     "timeout",   "out-of-memory", "internal-error"};
  return names[static_cast<std::size_t>(end)];
}

const SeedViolation* violation_of(const SeedResult& result, std::string_view check) {
  const auto found = std::ranges::find(result.violations, check, &SeedViolation::check);
  return found != result.violations.end() ? &*found : nullptr;
}

std::vector<std::string> causes_of(const SeedResult& result) {
  std::vector<std::string> causes;
  if (result.end != SeedEnd::completed) causes.emplace_back(name_of(result.end));
  for (const SeedViolation& violation : result.violations) causes.push_back(violation.check);
  return causes;
}

namespace {

// One list of fields serves both directions: an archive writes or reads what it is shown.
template <class Archive, class Result>
void exchange(Archive& archive, Result& result) {
  archive.number(result.seed);
  archive.number(result.end);
  archive.text(result.detail);
  archive.list(result.violations, [&](auto& violation) {
    archive.text(violation.check);
    archive.number(violation.at);
    archive.text(violation.message);
    archive.text(violation.node);
    archive.text(violation.key);
  });
  archive.number(result.violations_total);
  archive.list(result.gave_up, [&](auto& abstention) {
    archive.text(abstention.check);
    archive.text(abstention.reason);
  });
  archive.number(result.hash);
  archive.number(result.events);
  archive.number(result.messages);
  archive.number(result.simulated);
  archive.number(result.wall);
  archive.number(result.cpu);
  archive.list(result.coverage, [&](auto& counter) {
    archive.text(counter.first);
    archive.number(counter.second);
  });
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <class Number>
  void number(Number value) {
    static_assert(std::is_trivially_copyable_v<Number>);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    out_ += value;
  }
  template <class Items, class Each>
  void list(const Items& items, Each each) {
    number(static_cast<std::uint32_t>(items.size()));
    for (const auto& item : items) each(item);
  }

 private:
  std::string& out_;
};

class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}

  template <class Number>
  void number(Number& value) {
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
  }
  void text(std::string& value) {
    std::uint32_t size = 0;
    number(size);
    value = take(size);
  }
  template <class Item, class Each>
  void list(std::vector<Item>& items, Each each) {
    std::uint32_t size = 0;
    number(size);
    items.resize(size);
    for (Item& item : items) each(item);
  }
  template <class Each>
  void list(Coverage& coverage, Each each) {
    std::vector<std::pair<std::string, std::uint64_t>> counters;
    list(counters, each);
    coverage.insert(counters.begin(), counters.end());
  }

 private:
  std::string_view take(std::size_t size) {
    const std::string_view taken = in_.substr(0, size);
    in_.remove_prefix(size);
    return taken;
  }

  std::string_view in_;
};

}  // namespace

void append_record(std::string& out, const SeedResult& result) {
  const std::size_t start = out.size();
  Writer writer(out);
  writer.number(std::uint32_t{0});
  exchange(writer, result);
  const auto size = static_cast<std::uint32_t>(out.size() - start - sizeof(std::uint32_t));
  std::memcpy(out.data() + start, &size, sizeof size);
}

std::optional<DecodedRecord> first_record(std::string_view bytes) {
  std::uint32_t size = 0;
  if (bytes.size() < sizeof size) return std::nullopt;
  std::memcpy(&size, bytes.data(), sizeof size);
  if (bytes.size() < sizeof size + size) return std::nullopt;

  DecodedRecord record;
  record.size_bytes = sizeof size + size;
  Reader reader(bytes.substr(sizeof size, size));
  exchange(reader, record.result);
  return record;
}

}  // namespace groundhog::harness
