#include "harness/runner/seed_result.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <type_traits>

#include "sim/core/text.hpp"

namespace groundhog::harness {

namespace {

// In the order of SeedEnd.
constexpr std::array<std::string_view, 7> end_names = {"completed", "never-ready",   "event-limit",   "crash",
                                                       "timeout",   "out-of-memory", "internal-error"};

}  // namespace

std::string_view name_of(SeedEnd end) { return end_names[static_cast<std::size_t>(end)]; }

std::optional<SeedEnd> seed_end_of(std::string_view name) {
  const auto* const found = std::ranges::find(end_names, name);
  if (found == end_names.end()) return std::nullopt;
  return static_cast<SeedEnd>(found - end_names.begin());
}

const SeedViolation* violation_of(const SeedResult& result, std::string_view check) {
  const auto found = std::ranges::find(result.violations, check, &SeedViolation::check);
  return found != result.violations.end() ? &*found : nullptr;
}

std::string sentence_of(const SeedResult& result, const std::string& about) {
  const SeedViolation* violation = violation_of(result, about);
  if (violation == nullptr) return about + (result.detail.empty() ? "" : ": " + result.detail);
  return violation->check + " at t=" + seconds_text(violation->at) + ": " + violation->message;
}

bool ended_by_itself(const SeedResult& result) {
  return result.end == SeedEnd::completed || result.end == SeedEnd::never_ready || result.end == SeedEnd::event_limit;
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
  archive.fields(result.seed, result.end, result.detail);
  archive.list(result.violations, [&](auto& each) {
    archive.fields(each.check, each.at, each.message, each.node, each.key);
    archive.list(each.events, [&](auto& name) { archive.fields(name); });
  });
  archive.fields(result.violations_total);
  archive.list(result.gave_up, [&](auto& each) { archive.fields(each.check, each.reason); });
  archive.fields(result.hash, result.events, result.messages, result.simulated, result.wall, result.cpu);
  for (auto* counts : {&result.coverage, &result.faults}) {
    archive.list(*counts, [&](auto& each) { archive.fields(each.first, each.second); });
  }
  archive.list(result.states, [&](auto& each) { archive.fields(each); });
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <class... Fields>
  void fields(const Fields&... all) {
    (field(all), ...);
  }
  template <class Items, class Each>
  void list(const Items& items, Each each) {
    field(static_cast<std::uint32_t>(items.size()));
    for (const auto& item : items) each(item);
  }

 private:
  template <class Number>
  void field(Number value) {
    static_assert(std::is_trivially_copyable_v<Number>);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void field(const std::string& value) {
    field(static_cast<std::uint32_t>(value.size()));
    out_ += value;
  }

  std::string& out_;
};

class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}

  template <class... Fields>
  void fields(Fields&... all) {
    (field(all), ...);
  }
  template <class Item, class Each>
  void list(std::vector<Item>& items, Each each) {
    std::uint32_t size = 0;
    field(size);
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
  template <class Number>
  void field(Number& value) {
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
  }
  void field(std::string& value) {
    std::uint32_t size = 0;
    field(size);
    value = take(size);
  }
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
  writer.fields(std::uint32_t{0});
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
