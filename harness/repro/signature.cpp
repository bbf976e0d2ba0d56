#include "harness/repro/signature.hpp"

#include <algorithm>

#include "checkers/checker.hpp"
#include "sim/core/characters.hpp"

namespace groundhog::harness {
namespace {

bool is_word_character(char c) { return is_letter_or_digit(c) || c == '_'; }

// The end of the text in quotes that begins here; a quote inside is escaped.
std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return text.size();
}

// A word with a digit in it is a number, a time, an id or the name of a host: 811, 10s, n2, 9d5c19fdaab76d54.
std::string masked_word(std::string_view word, std::string_view node) {
  const bool varies = word == node || std::ranges::any_of(word, is_digit);
  return varies ? "#" : std::string(word);
}

// 1,402 and 0.401s are one word each.
std::size_t end_of_word(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size()) {
    const bool joins = (text[end] == ',' || text[end] == '.') && end > begin && is_digit(text[end - 1]) &&
                       end + 1 < text.size() && is_digit(text[end + 1]);
    if (!is_word_character(text[end]) && !joins) break;
    ++end;
  }
  return end;
}

std::string masked(std::string_view message, std::string_view node) {
  std::string out;
  for (std::size_t i = 0; i < message.size();) {
    if (message[i] == '"') {
      i = end_of_quoted(message, i);
      out += '#';
    } else if (is_word_character(message[i])) {
      const std::size_t end = end_of_word(message, i);
      out += masked_word(message.substr(i, end - i), node);
      i = end;
    } else {
      out += message[i++];
    }
  }
  return out;
}

void replace(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// One failure in several forms: which node is named first, whether a value is shown beside its key, from which of two
// signs a silence is counted.
std::string without_variants(std::string shape) {
  shape.resize(std::min(shape.size(), shape.find("; ")));
  replace(shape, "# = #", "#");
  replace(shape, "start of a window", "sign");
  replace(shape, "evidence of life", "sign");
  replace(shape, "-#", "#");
  return shape;
}

std::string shape_of(const SeedViolation& violation) {
  const std::string shape = without_variants(masked(violation.message, violation.node));
  for (const checkers::CheckerEntry& entry : checkers::checker_table()) {
    if (entry.name != violation.check) continue;
    for (const checkers::MessageForm& form : entry.forms) {
      if (shape.find(form.part) != std::string::npos) return std::string(form.failure);
    }
  }
  return shape;
}

FailureSignature signature_of(const SeedViolation& violation) { return {violation.check, shape_of(violation)}; }

// What is reported of a limit depends on who noticed it: the run at its end, or the campaign meanwhile.
bool is_a_limit(SeedEnd end) { return end == SeedEnd::timed_out || end == SeedEnd::out_of_memory; }

FailureSignature signature_of_end(const SeedResult& result) {
  return {std::string(name_of(result.end)), is_a_limit(result.end) ? std::string() : masked(result.detail, {})};
}

}  // namespace

FailureSignature signature_of(const SeedResult& result, std::string_view about) {
  if (const SeedViolation* violation = violation_of(result, about)) return signature_of(*violation);
  if (result.end != SeedEnd::completed || result.violations.empty()) return signature_of_end(result);
  return signature_of(result.violations.front());
}

SeedResult result_of(const Repro& repro) {
  SeedResult result;
  result.seed = repro.seed;
  result.end = repro.outcome->end;
  result.detail = repro.outcome->detail;
  result.violations = repro.outcome->violations;
  return result;
}

std::optional<FailureSignature> signature_of(const Repro& repro) {
  if (!repro.outcome || !result_of(repro).failed() || !is_about(result_of(repro), repro.about)) return std::nullopt;
  return signature_of(result_of(repro), repro.about);
}

bool is_about(const SeedResult& result, std::string_view about) {
  if (about.empty()) return result.failed();
  return std::ranges::count(causes_of(result), about) > 0;
}

bool shows(const SeedResult& result, const FailureSignature& signature) {
  if (result.end != SeedEnd::completed && signature_of_end(result) == signature) return true;
  return std::ranges::any_of(result.violations,
                             [&](const SeedViolation& each) { return signature_of(each) == signature; });
}

}  // namespace groundhog::harness
