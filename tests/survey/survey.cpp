#include "tests/survey/survey.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "tests/survey/hash.hpp"

namespace survey {
namespace {

// What a node announces is what checks listen to, not what they judge.
bool is_announcement(const Node& node) {
  if (node.kind() != CXCursor_CallExpr) return false;
  const std::string name = node.name();
  return name.starts_with("announce_") || (name == "announce" && node.calls_free_function());
}

class Collector {
 public:
  Collector(const SyntaxTree& tree, std::string file) : tree_(tree), file_(std::move(file)), left_out_(tree.macros()) {
    for (const Node& declaration : tree.declarations()) leave_out_in(declaration);
  }

  void visit(const Node& node) {
    if (is_unwritten(node)) return;
    for (const MutationOperator& each : operator_table()) {
      for (const Edit& edit : each.propose(node, tree_)) add(each, edit);
    }
    for (const Node& child : node.children()) visit(child);
  }

  std::vector<Mutation> take() {
    std::ranges::stable_sort(mutations_, {}, [](const auto& each) { return each.first; });
    std::vector<Mutation> result;
    std::map<std::string, int> uses;
    for (auto& [offset, mutation] : mutations_) {
      if (const int use = ++uses[mutation.id]; use > 1) mutation.id.append("-").append(std::to_string(use));
      result.push_back(std::move(mutation));
    }
    return result;
  }

 private:
  // Assertions are macros, and so is text that exists only where the macro is defined.
  void leave_out_in(const Node& node) {
    if (node.kind() == CXCursor_StaticAssert || is_announcement(node)) left_out_.push_back(node.range());
    for (const Node& child : node.children()) leave_out_in(child);
  }

  // A defaulted function has a body that is not written anywhere.
  bool is_unwritten(const Node& node) const {
    return node.kind() == CXCursor_CompoundStmt && !tree_.text(node.range()).starts_with('{');
  }

  bool is_left_out(const Edit& edit) const {
    const std::size_t begin = edit.range.begin;
    return std::ranges::any_of(left_out_,
                               [&](const Range& range) { return range.begin <= begin && begin < range.end; });
  }

  void add(const MutationOperator& by, const Edit& edit) {
    if (is_left_out(edit) || !seen_.emplace(edit.range.begin, edit.range.end, edit.replacement).second) return;
    Mutation mutation{{}, file_, by.name, by.changes_constants, patch_of(file_, tree_.text(), edit)};
    mutation.id = id_of(mutation);
    mutations_.emplace_back(edit.range.begin, std::move(mutation));
  }

  static std::string id_of(const Mutation& mutation) {
    std::string place = mutation.file.substr(mutation.file.find('/') + 1);
    std::ranges::replace(place, '/', '-');
    char digits[9];
    std::snprintf(digits, sizeof digits, "%08x",
                  static_cast<unsigned>(hash_of(mutation.file + "\n" + mutation.patch.hunk) >> 32));
    return place + "-" + std::string(mutation.operator_name) + "-" + digits;
  }

  const SyntaxTree& tree_;
  std::string file_;
  std::vector<Range> left_out_;
  std::set<std::tuple<std::size_t, std::size_t, std::string>> seen_;
  std::vector<std::pair<std::size_t, Mutation>> mutations_;  // each with its offset
};

}  // namespace

std::vector<Mutation> mutations_of(const std::string& root, const std::string& file) {
  const SyntaxTree tree(root + "/" + file, root);
  Collector collector(tree, file);
  for (const Node& declaration : tree.declarations()) collector.visit(declaration);
  return collector.take();
}

}  // namespace survey
