// The syntax tree of one file, as far as mutations need it: libclang's C interface, with positions as offsets.
#pragma once

#include <clang-c/Index.h>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace survey {

// Bytes of the file, `end` excluded.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool is_empty() const { return begin >= end; }
};

// A node of the tree. Copies refer to the same node; valid as long as its SyntaxTree.
class Node {
 public:
  explicit Node(CXCursor cursor) : cursor_(cursor) {}

  CXCursorKind kind() const { return clang_getCursorKind(cursor_); }
  bool is_expression() const { return clang_isExpression(kind()) != 0; }

  // Where it is written. Empty for what the compiler adds, such as an argument that takes its default.
  Range range() const;
  std::vector<Node> children() const;

  // Of a call: the name of what is called, and whether that is a function outside all classes.
  std::string name() const;
  bool calls_free_function() const;
  std::vector<Node> arguments() const;

  // Of an expression as it is written, before conversions; without const and references. Empty if a template decides
  // it.
  std::string type() const;

 private:
  Node as_written() const;

  CXCursor cursor_;
};

class SyntaxTree {
 public:
  // Throws std::runtime_error if the file cannot be parsed without errors. Includes are looked for in `include_folder`.
  SyntaxTree(const std::string& file, const std::string& include_folder);

  std::string_view text() const { return text_; }
  std::string_view text(const Range& range) const { return text().substr(range.begin, range.end - range.begin); }

  // Declarations of this file, not of those that it includes.
  std::vector<Node> declarations() const;

  // Where macros are used.
  const std::vector<Range>& macros() const { return macros_; }

 private:
  struct Dispose {
    void operator()(void* index) const { clang_disposeIndex(index); }
    void operator()(CXTranslationUnitImpl* unit) const { clang_disposeTranslationUnit(unit); }
  };

  std::string text_;
  std::unique_ptr<void, Dispose> index_;
  std::unique_ptr<CXTranslationUnitImpl, Dispose> unit_;
  std::vector<Range> macros_;
};

}  // namespace survey
