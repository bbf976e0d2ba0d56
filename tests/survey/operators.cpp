#include "tests/survey/operators.hpp"

#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace survey {
namespace {

using Edits = std::vector<Edit>;
using Words = std::pair<std::string_view, std::string_view>;

bool is_space(char character) { return std::isspace(static_cast<unsigned char>(character)) != 0; }

// The first byte from `offset` on that is no white space.
std::size_t skip_space(const SyntaxTree& tree, std::size_t offset) {
  while (offset < tree.text().size() && is_space(tree.text()[offset])) ++offset;
  return offset;
}

// Whether the word stands at `offset`.
bool has_at(const SyntaxTree& tree, std::size_t offset, std::string_view word) {
  return offset <= tree.text().size() && tree.text().substr(offset).starts_with(word);
}

// ---- statements ---------------------------------------------------------------------------------------------------

bool is_loop(CXCursorKind kind) {
  return kind == CXCursor_ForStmt || kind == CXCursor_CXXForRangeStmt || kind == CXCursor_WhileStmt ||
         kind == CXCursor_DoStmt;
}

// An if statement's or a conditional expression's parts.
struct Branches {
  std::optional<Node> condition;  // none if it is a declaration, or decided by the compiler
  std::vector<Node> ways;
};

Branches branches_of(const Node& node, const SyntaxTree& tree) {
  Branches branches;
  std::vector<Node> children = node.children();
  bool declares_condition = false;
  while (!children.empty() && !children.front().is_expression()) {
    declares_condition = declares_condition || children.front().kind() == CXCursor_VarDecl;
    children.erase(children.begin());
  }
  if (children.empty()) return branches;
  const bool is_constexpr =
      node.kind() == CXCursor_IfStmt && has_at(tree, skip_space(tree, node.range().begin + 2), "constexpr");
  if (!declares_condition && !is_constexpr) branches.condition = children.front();
  branches.ways.assign(children.begin() + 1, children.end());
  return branches;
}

// The statements directly in this one.
std::vector<Node> statements_in(const Node& node, const SyntaxTree& tree) {
  if (node.kind() == CXCursor_IfStmt) return branches_of(node, tree).ways;
  std::vector<Node> children = node.children();
  if (node.kind() == CXCursor_CompoundStmt || children.empty()) return children;
  if (node.kind() == CXCursor_DoStmt) return {children.front()};
  const bool ends_in_statement =
      is_loop(node.kind()) || node.kind() == CXCursor_CaseStmt || node.kind() == CXCursor_DefaultStmt;
  if (ends_in_statement) return {children.back()};
  return {};
}

Edits delete_statement(const Node& node, const SyntaxTree& tree) {
  Edits edits;
  for (const Node& statement : statements_in(node, tree)) {
    const bool returns_nothing = statement.kind() == CXCursor_ReturnStmt && statement.children().empty();
    if (!statement.is_expression() && !returns_nothing) continue;
    const Range range = statement.range();
    const std::size_t semicolon = skip_space(tree, range.end);
    if (has_at(tree, semicolon, ";")) edits.push_back({{range.begin, semicolon + 1}, ";"});
  }
  return edits;
}

Edits drop_else(const Node& node, const SyntaxTree& tree) {
  if (node.kind() != CXCursor_IfStmt) return {};
  const std::vector<Node> ways = branches_of(node, tree).ways;
  if (ways.size() != 2) return {};
  std::size_t begin = ways[0].range().end;
  if (const std::size_t semicolon = skip_space(tree, begin); has_at(tree, semicolon, ";")) begin = semicolon + 1;
  std::size_t end = ways[1].range().end;
  if (const std::size_t semicolon = skip_space(tree, end); has_at(tree, semicolon, ";")) end = semicolon + 1;
  return {{{begin, end}, ""}};
}

Edits skip_loop(const Node& node, const SyntaxTree&) {
  if (!is_loop(node.kind())) return {};
  const std::size_t begin = node.range().begin;
  return {{{begin, begin}, "while (false) "}};
}

// ---- binary operators ---------------------------------------------------------------------------------------------

struct BinaryOperator {
  Node left;
  Node right;
  Range sign;
};

// Of the node itself: built in, or a function of this name. What a comparison is rewritten to by the compiler has parts
// that lie one inside the other in the text; those are not meant.
std::optional<BinaryOperator> binary_operator(const Node& node, const SyntaxTree& tree) {
  const std::vector<Node> parts = node.children();
  const bool is_built_in = node.kind() == CXCursor_BinaryOperator || node.kind() == CXCursor_CompoundAssignOperator;
  if (is_built_in && parts.size() == 2) {
    const std::size_t end = parts[1].range().begin;
    Range sign{skip_space(tree, parts[0].range().end), end};
    while (!sign.is_empty() && is_space(tree.text()[sign.end - 1])) --sign.end;
    if (sign.is_empty()) return std::nullopt;
    return BinaryOperator{parts[0], parts[1], sign};
  }
  if (node.kind() != CXCursor_CallExpr || parts.size() != 3 || !parts[1].name().starts_with("operator")) {
    return std::nullopt;
  }
  const Range sign = parts[1].range();
  if (parts[0].range().end > sign.begin || sign.end > parts[2].range().begin) return std::nullopt;
  return BinaryOperator{parts[0], parts[2], sign};
}

// Of what is written there, through every conversion and rewriting.
std::optional<BinaryOperator> written_operator(const Node& node, const SyntaxTree& tree, const Range& range) {
  const Range here = node.range();
  if (here.begin == range.begin && here.end == range.end) {
    if (auto found = binary_operator(node, tree)) return found;
  }
  for (const Node& child : node.children()) {
    if (auto found = written_operator(child, tree, range)) return found;
  }
  return std::nullopt;
}

std::string_view written_sign(const Node& node, const SyntaxTree& tree) {
  const auto found = written_operator(node, tree, node.range());
  return found ? tree.text(found->sign) : std::string_view();
}

bool is_string(const Node& node) {
  const std::string type = node.type();
  return type.find("basic_string") != std::string::npos || type.find("char[") != std::string::npos;
}

template <std::size_t n>
Edits exchange_sign(const Node& node, const SyntaxTree& tree, const std::array<Words, n>& pairs) {
  const auto found = binary_operator(node, tree);
  if (!found) return {};
  const std::string_view sign = tree.text(found->sign);
  for (const auto& [one, other] : pairs) {
    if (sign == one) return {{found->sign, std::string(other)}};
    if (sign == other) return {{found->sign, std::string(one)}};
  }
  return {};
}

Edits move_boundary(const Node& node, const SyntaxTree& tree) {
  return exchange_sign<2>(node, tree, {Words{"<", "<="}, Words{">", ">="}});
}

Edits flip_equality(const Node& node, const SyntaxTree& tree) {
  return exchange_sign<1>(node, tree, {Words{"==", "!="}});
}

Edits exchange_and_or(const Node& node, const SyntaxTree& tree) {
  return exchange_sign<1>(node, tree, {Words{"&&", "||"}});
}

Edits exchange_plus_minus(const Node& node, const SyntaxTree& tree) {
  const auto found = binary_operator(node, tree);
  if (found && (is_string(found->left) || is_string(found->right))) return {};
  return exchange_sign<2>(node, tree, {Words{"+", "-"}, Words{"+=", "-="}});
}

// ---- conditions ---------------------------------------------------------------------------------------------------

// Nothing for comparisons that flip_equality changes in the same way, and for operands with operands of their own,
// whose turn comes by themselves.
void add_negation(const Node& condition, const SyntaxTree& tree, bool is_operand, Edits& edits) {
  const std::string_view sign = written_sign(condition, tree);
  if (sign == "==" || sign == "!=") return;
  if (is_operand && (sign == "&&" || sign == "||")) return;
  if (condition.kind() == CXCursor_CXXBoolLiteralExpr) return;
  const Range range = condition.range();
  const std::string text(tree.text(range));
  const bool is_negated = sign.empty() && text.starts_with('!');
  edits.push_back({range, is_negated ? text.substr(1) : "!(" + text + ")"});
}

Edits negate_condition(const Node& node, const SyntaxTree& tree) {
  Edits edits;
  if (node.kind() == CXCursor_IfStmt || node.kind() == CXCursor_ConditionalOperator ||
      node.kind() == CXCursor_WhileStmt) {
    if (const auto condition = branches_of(node, tree).condition) add_negation(*condition, tree, false, edits);
  }
  if (node.kind() == CXCursor_DoStmt) {
    if (const auto parts = node.children(); parts.size() == 2) add_negation(parts[1], tree, false, edits);
  }
  const auto found = binary_operator(node, tree);
  if (found && (tree.text(found->sign) == "&&" || tree.text(found->sign) == "||")) {
    add_negation(found->left, tree, true, edits);
    add_negation(found->right, tree, true, edits);
  }
  return edits;
}

// ---- arguments ----------------------------------------------------------------------------------------------------

Edits swap_arguments(const Node& node, const SyntaxTree& tree) {
  if (node.kind() != CXCursor_CallExpr || binary_operator(node, tree)) return {};
  Edits edits;
  const std::vector<Node> arguments = node.arguments();
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
    const Range first = arguments[i].range();
    const Range second = arguments[i + 1].range();
    if (first.is_empty() || second.is_empty() || first.end > second.begin) continue;
    const std::string type = arguments[i].type();
    if (type.empty() || type != arguments[i + 1].type() || tree.text(first) == tree.text(second)) continue;
    const std::string between(tree.text({first.end, second.begin}));
    edits.push_back(
        {{first.begin, second.end}, std::string(tree.text(second)) + between + std::string(tree.text(first))});
  }
  return edits;
}

// ---- constants ----------------------------------------------------------------------------------------------------

// 64, 64'000, 0x1f, 5ms: the same literal with another value.
std::optional<std::string> literal_with(std::string_view literal, int difference) {
  const bool is_hexadecimal = literal.starts_with("0x");
  std::string digits;
  std::size_t end = is_hexadecimal ? 2 : 0;
  for (; end < literal.size(); ++end) {
    const auto character = static_cast<unsigned char>(literal[end]);
    if (character == '\'') continue;
    if (is_hexadecimal ? std::isxdigit(character) == 0 : std::isdigit(character) == 0) break;
    digits += literal[end];
  }
  const std::string suffix(literal.substr(end));
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value, is_hexadecimal ? 16 : 10);
  const bool is_fraction = suffix.starts_with('.') || suffix.starts_with('e');
  if (digits.empty() || parsed.ec != std::errc() || is_fraction) return std::nullopt;
  if (value == 0 && difference < 0) return "(-1" + suffix + ")";
  std::array<char, 20> changed{};
  const auto printed = std::to_chars(changed.data(), changed.data() + changed.size(),
                                     value + static_cast<std::uint64_t>(difference), is_hexadecimal ? 16 : 10);
  return (is_hexadecimal ? "0x" : "") + std::string(changed.data(), printed.ptr) + suffix;
}

Edits change_constant(const Node& node, const SyntaxTree& tree) {
  const bool has_suffix = node.kind() == CXCursor_CallExpr && node.name().starts_with("operator\"\"");
  if (node.kind() != CXCursor_IntegerLiteral && !has_suffix) return {};
  Edits edits;
  for (const int difference : {1, -1}) {
    if (auto text = literal_with(tree.text(node.range()), difference)) edits.push_back({node.range(), *text});
  }
  return edits;
}

constexpr std::array table = {
    MutationOperator{"delete-statement", false, delete_statement},
    MutationOperator{"negate-condition", false, negate_condition},
    MutationOperator{"swap-arguments", false, swap_arguments},
    MutationOperator{"move-boundary", false, move_boundary},
    MutationOperator{"flip-equality", false, flip_equality},
    MutationOperator{"exchange-plus-minus", false, exchange_plus_minus},
    MutationOperator{"exchange-and-or", false, exchange_and_or},
    MutationOperator{"drop-else", false, drop_else},
    MutationOperator{"skip-loop", false, skip_loop},
    MutationOperator{"change-constant", true, change_constant},
};

}  // namespace

std::span<const MutationOperator> operator_table() { return table; }

}  // namespace survey
