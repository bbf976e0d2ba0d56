#include "sim/scenario/yaml.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "sim/core/characters.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/yaml_syntax.hpp"

namespace groundhog {
namespace {

// A file beyond this was not written by hand.
constexpr std::size_t max_nodes = 2'000'000;
constexpr std::size_t max_depth = 32;

struct Refused {
  Mark mark;
  std::string message;
  bool is_syntax = false;  // and may follow from a mistake before it
};

Mark to_mark(const YAML::Mark& mark) {
  if (mark.is_null()) return {};
  return {.line = static_cast<std::uint32_t>(mark.line + 1), .column = static_cast<std::uint32_t>(mark.column + 1)};
}

YamlValue value_of(YamlValue::Kind kind, Mark mark, std::string text = {}) {
  YamlValue value;
  value.kind = kind;
  value.mark = mark;
  value.text = std::move(text);
  return value;
}

// Builds the tree from the parser's events. Mapping keys and values arrive alternately.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(YamlLength length) : length_(length) {}

  YamlValue take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    check(mark, anchor, {});
    place(value_of(YamlValue::Kind::null, to_mark(mark)));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{to_mark(mark), "anchors and aliases are not supported"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check(mark, anchor, tag);
    place(value_of(YamlValue::Kind::scalar, to_mark(mark), value));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor, tag, YamlValue::Kind::sequence);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor, tag, YamlValue::Kind::mapping);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    YamlValue value;
    bool expects_key = true;
    std::string key;
    Mark key_mark;
  };

  void check(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& tag) {
    if (anchor != 0) throw Refused{to_mark(mark), "anchors and aliases are not supported"};
    const bool plain_or_quoted = tag.empty() || tag == "?" || tag == "!";
    if (!plain_or_quoted) throw Refused{to_mark(mark), "tags are not supported"};
    if (++nodes_ > max_nodes && length_ == YamlLength::hand_written)
      throw Refused{to_mark(mark), "the file is too large to be a scenario"};
  }

  void open(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& tag, YamlValue::Kind kind) {
    check(mark, anchor, tag);
    if (stack_.size() == max_depth) throw Refused{to_mark(mark), "nested too deeply to be a scenario"};
    if (!stack_.empty()) refuse_as_key(to_mark(mark));
    stack_.push_back({.value = value_of(kind, to_mark(mark)), .key = {}, .key_mark = {}});
  }

  void close() {
    YamlValue done = std::move(stack_.back().value);
    stack_.pop_back();
    place(std::move(done));
  }

  void refuse_as_key(Mark mark) const {
    const Frame& top = stack_.back();
    if (top.value.kind == YamlValue::Kind::mapping && top.expects_key)
      throw Refused{mark, "a key must be a word", true};
  }

  void place(YamlValue value) {
    if (stack_.empty()) {
      root_ = std::move(value);
      return;
    }
    Frame& top = stack_.back();
    if (top.value.kind == YamlValue::Kind::sequence) {
      top.value.items.push_back(std::move(value));
      return;
    }
    if (!top.expects_key) {
      if (value.kind == YamlValue::Kind::null) value.mark = top.key_mark;  // its own is where the next token is
      top.value.entries.push_back({.key = std::move(top.key), .mark = top.key_mark, .value = std::move(value)});
      top.expects_key = true;
      return;
    }
    if (value.kind != YamlValue::Kind::scalar) throw Refused{value.mark, "a key must be a word", true};
    if (value.text == "<<") throw Refused{value.mark, "merge keys are not supported"};
    top.key = std::move(value.text);
    top.key_mark = value.mark;
    top.expects_key = false;
  }

  YamlValue root_;
  std::vector<Frame> stack_;
  std::size_t nodes_ = 0;
  YamlLength length_;
};

std::string quoted_scalar(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += is_control(c) ? hex_escape(c) : std::string(1, c);
  }
  return out + "\"";
}

}  // namespace

const YamlEntry* YamlValue::find_entry(std::string_view key) const {
  for (const YamlEntry& entry : entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

const YamlValue* YamlValue::find(std::string_view key) const {
  const YamlEntry* entry = find_entry(key);
  return entry != nullptr ? &entry->value : nullptr;
}

const YamlValue* YamlValue::find(std::string_view key, std::string_view below) const {
  const YamlValue* value = find(key);
  return value != nullptr ? value->find(below) : nullptr;
}

Mark YamlValue::mark_of(std::string_view key) const {
  const YamlValue* value = find(key);
  return value != nullptr ? value->mark : mark;
}

Mark YamlValue::key_mark_of(std::string_view key) const {
  const YamlEntry* entry = find_entry(key);
  return entry != nullptr ? entry->mark : mark;
}

std::optional<YamlValue> parse_yaml(std::string_view text, DiagnosticSink& sink, YamlLength length) {
  // A recorded plan was written by a program: it has no mistakes, and is long.
  const auto mistake = length == YamlLength::hand_written ? find_syntax_mistake(text) : std::nullopt;
  if (mistake && mistake->is_certain) {
    sink.error(mistake->mark, mistake->message);
    return std::nullopt;
  }
  std::istringstream input{std::string(text)};
  TreeBuilder builder(length);
  try {
    YAML::Parser parser(input);
    if (!parser.HandleNextDocument(builder)) {
      sink.error({}, "the file is empty");
      return std::nullopt;
    }
    YamlValue root = builder.take_root();
    TreeBuilder rest(length);
    if (parser.HandleNextDocument(rest)) {
      sink.error(rest.take_root().mark, "one file is one scenario: a second document begins here");
      return std::nullopt;
    }
    return root;
  } catch (const Refused& refused) {
    refused.is_syntax&& mistake ? sink.error(mistake->mark, mistake->message)
                                : sink.error(refused.mark, refused.message);
  } catch (const YAML::Exception& problem) {
    mistake ? sink.error(mistake->mark, mistake->message)
            : sink.error(to_mark(problem.mark), plain_syntax_message(problem.msg));
  }
  return std::nullopt;
}

std::string yaml_scalar(std::string_view text) {
  const bool plain = !text.empty() && is_letter_or_digit(text.front()) && std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) || std::string_view("._-<>%/").find(c) != std::string_view::npos;
  });
  if (plain && text != "null" && text != "Null" && text != "NULL") return std::string(text);
  return quoted_scalar(text);
}

std::string yaml_list(std::span<const std::string> items) { return "[" + joined(items) + "]"; }

std::string yaml_scalars(std::span<const std::string> texts) {
  std::vector<std::string> items;
  for (const std::string& text : texts) items.push_back(yaml_scalar(text));
  return yaml_list(items);
}

std::string FlowMapping::text() const {
  std::string out = "{";
  for (const FlowField& field : fields_) {
    if (out.size() > 1) out += ", ";
    out += field.text();
  }
  return out + "}";
}

}  // namespace groundhog
