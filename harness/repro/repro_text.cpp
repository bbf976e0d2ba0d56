// From a Repro to the text of its file.
#include <algorithm>
#include <cstdio>
#include <map>
#include <tuple>

#include "harness/repro/line_seal.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/repro/seed_json.hpp"
#include "harness/text/json.hpp"
#include "harness/text/text.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog::harness {
namespace {

constexpr std::size_t decisions_per_line = 1000;

// As wide for every number: a header that is rewritten in place keeps its size.
std::string hex(std::uint64_t number) {
  char digits[19];
  std::snprintf(digits, sizeof digits, "0x%016llx", static_cast<unsigned long long>(number));
  return digits;
}

void append_hex(std::string& out, std::uint64_t number, int digits) {
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += "0123456789abcdef"[(number >> shift) & 15U];
}

// Text as it is, other bytes as {"hex": …}: JSON holds Unicode only, and nothing may get lost.
void add_bytes(JsonObject& object, std::string_view name, const std::string& bytes) {
  if (valid_utf8(bytes) == bytes) {
    object.add(name, bytes);
    return;
  }
  std::string digits;
  for (const char byte : bytes) append_hex(digits, static_cast<unsigned char>(byte), 2);
  object.add(name, JsonObject().add("hex", digits));
}

JsonObject limits_json(const WorkerLimits& limits) {
  JsonObject object;
  object.add("seed_timeout_ms", limits.seed_timeout.count()).add("memory_bytes", limits.memory_bytes);
  return object;
}

JsonObject build_json(const BuildStamp& build) {
  JsonObject object;
  add_bytes(object, "version", build.version);
  add_bytes(object, "commit", build.commit);
  add_bytes(object, "compiler", build.compiler);
  add_bytes(object, "flags", build.flags);
  add_bytes(object, "mutant", build.mutant);
  object.add("binary", hex(build.binary));
  return object;
}

JsonObject header(const Repro& repro, std::size_t lines) {
  JsonObject object;
  object.add("groundhog_repro", repro_format).add("lines", lines).add("build", build_json(repro.build));
  add_bytes(object, "scenario", repro.scenario_name);
  add_bytes(object, "file", repro.scenario_file);
  object.add("seed", hex(repro.seed)).add("limits", limits_json(repro.limits));
  add_bytes(object, "about", repro.about);
  if (repro.minimised_from) object.add("minimised_from", size_json(*repro.minimised_from));
  return object;
}

JsonObject day(const Repro& repro) {
  JsonObject object;
  object.add("section", "day");
  add_bytes(object, "yaml", repro.day);
  return object;
}

JsonObject recorded_violation_json(const SeedViolation& violation) {
  JsonObject object;
  add_bytes(object, "check", violation.check);
  object.add("at_ns", violation.at.count());
  add_bytes(object, "message", violation.message);
  add_bytes(object, "node", violation.node);
  add_bytes(object, "key", violation.key);
  return object;
}

JsonObject outcome_json(const ReproOutcome& outcome) {
  JsonArray violations;
  for (const SeedViolation& violation : outcome.violations) violations.add(recorded_violation_json(violation));
  JsonObject object;
  object.add("section", "outcome").add("end", name_of(outcome.end));
  add_bytes(object, "detail", outcome.detail);
  object.add("violations", violations)
      .add("events", outcome.events)
      .add("size", size_json(outcome.size))
      .add("hash", hex(outcome.trail.whole));
  return object;
}

// One line for each checkpoint, and one for the events behind the last.
void append_trail(std::vector<JsonObject>& sections, const HashTrail& trail) {
  constexpr std::size_t step = HashTrail::events_per_checkpoint;
  SEAM_ASSERT(trail.checkpoints.size() == trail.events.size() / step);
  for (std::size_t first = 0; first < trail.events.size(); first += step) {
    const std::size_t end = std::min(first + step, trail.events.size());
    std::string digits;
    for (std::size_t i = first; i < end; ++i) append_hex(digits, trail.events[i], 4);
    JsonObject& object = sections.emplace_back();
    object.add("section", "trail").add("first", first).add("events", digits);
    if (end == first + step) object.add("checkpoint", hex(trail.checkpoints[first / step]));
  }
}

// Decisions as words, see docs/reference/repro.md: 3=1204000 or, where the ordinal does not follow, 3@17.1=x.
class DecisionWords {
 public:
  std::string word(const RecordedDecision& decision) {
    const auto [at, fresh] = streams_.try_emplace({decision.from, decision.to, decision.type}, streams_.size());
    if (fresh) {
      JsonObject stream;
      add_bytes(stream, "from", decision.from);
      add_bytes(stream, "to", decision.to);
      add_bytes(stream, "type", decision.type);
      table_.add(stream);
      latest_.push_back(0);
    }
    std::uint64_t& latest = latest_[at->second];
    std::string out = std::to_string(at->second);
    if (decision.attempt != 0 || decision.ordinal != latest + 1) out += "@" + std::to_string(decision.ordinal);
    if (decision.attempt != 0) out += "." + std::to_string(decision.attempt);
    latest = decision.ordinal;
    return out + "=" + (decision.fate ? std::to_string(decision.fate->count()) : "x");
  }

  const JsonArray& table() const { return table_; }

 private:
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> streams_;
  std::vector<std::uint64_t> latest_;  // ordinal, by stream
  JsonArray table_;
};

void append_decisions(std::vector<JsonObject>& sections, const std::vector<RecordedDecision>& decisions) {
  if (decisions.empty()) return;
  DecisionWords words;
  std::vector<JsonObject> lines;
  for (std::size_t first = 0; first < decisions.size(); first += decisions_per_line) {
    const std::size_t end = std::min(first + decisions_per_line, decisions.size());
    std::string fates;
    for (std::size_t i = first; i < end; ++i) fates += (i == first ? "" : " ") + words.word(decisions[i]);
    lines.emplace_back().add("section", "decisions").add("first", first).add("fates", fates);
  }
  sections.emplace_back().add("section", "streams").add("streams", words.table());
  sections.insert(sections.end(), lines.begin(), lines.end());
}

}  // namespace

std::string to_text(const Repro& repro) {
  std::vector<JsonObject> sections = {day(repro)};
  if (repro.outcome) {
    sections.push_back(outcome_json(*repro.outcome));
    append_trail(sections, repro.outcome->trail);
    append_decisions(sections, repro.outcome->decisions);
  }
  std::string text = sealed(header(repro, sections.size() + 1).text()) + "\n";
  for (const JsonObject& section : sections) text += sealed(section.text()) + "\n";
  return text;
}

}  // namespace groundhog::harness
