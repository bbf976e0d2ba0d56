#include "tests/survey/syntax.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace survey {
namespace {

std::string text_of(CXString string) {
  const char* characters = clang_getCString(string);
  std::string text = characters == nullptr ? "" : characters;
  clang_disposeString(string);
  return text;
}

std::string read(const std::string& file) {
  std::ifstream input(file, std::ios::binary);
  if (!input) throw std::runtime_error(file + ": cannot be read");
  return {std::istreambuf_iterator<char>(input), {}};
}

void throw_first_error(CXTranslationUnit unit) {
  for (unsigned i = 0; i < clang_getNumDiagnostics(unit); ++i) {
    CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
    const bool is_error = clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error;
    const std::string message = text_of(clang_formatDiagnostic(diagnostic, clang_defaultDiagnosticDisplayOptions()));
    clang_disposeDiagnostic(diagnostic);
    if (is_error) throw std::runtime_error(message);
  }
}

std::vector<CXCursor> children_of(CXCursor cursor) {
  std::vector<CXCursor> children;
  clang_visitChildren(
      cursor,
      [](CXCursor child, CXCursor, CXClientData data) {
        static_cast<std::vector<CXCursor>*>(data)->push_back(child);
        return CXChildVisit_Continue;
      },
      &children);
  return children;
}

bool is_in_main_file(CXCursor cursor) { return clang_Location_isFromMainFile(clang_getCursorLocation(cursor)) != 0; }

std::string bare_type(CXCursor cursor) {
  CXType type = clang_getCanonicalType(clang_getCursorType(cursor));
  if (type.kind == CXType_LValueReference || type.kind == CXType_RValueReference) type = clang_getPointeeType(type);
  if (type.kind == CXType_Invalid || type.kind == CXType_Dependent || type.kind == CXType_Unexposed) return {};
  std::string text = text_of(clang_getTypeSpelling(type));
  if (text.starts_with("const ")) text.erase(0, 6);
  return text;
}

}  // namespace

Range Node::range() const {
  const CXSourceRange extent = clang_getCursorExtent(cursor_);
  unsigned begin = 0;
  unsigned end = 0;
  clang_getExpansionLocation(clang_getRangeStart(extent), nullptr, nullptr, nullptr, &begin);
  clang_getExpansionLocation(clang_getRangeEnd(extent), nullptr, nullptr, nullptr, &end);
  return {begin, end};
}

std::vector<Node> Node::children() const {
  std::vector<Node> nodes;
  for (const CXCursor& child : children_of(cursor_)) nodes.emplace_back(child);
  return nodes;
}

std::string Node::name() const { return text_of(clang_getCursorSpelling(cursor_)); }

bool Node::calls_free_function() const {
  const CXCursor called = clang_getCursorReferenced(cursor_);
  return clang_getCursorKind(clang_getCursorSemanticParent(called)) == CXCursor_Namespace;
}

std::vector<Node> Node::arguments() const {
  std::vector<Node> nodes;
  for (int i = 0; i < clang_Cursor_getNumArguments(cursor_); ++i) {
    nodes.emplace_back(clang_Cursor_getArgument(cursor_, static_cast<unsigned>(i)));
  }
  return nodes;
}

std::string Node::type() const { return bare_type(as_written().cursor_); }

// Implicit conversions are nodes of their own, around what they convert.
Node Node::as_written() const {
  Node node = *this;
  while (node.kind() == CXCursor_UnexposedExpr) {
    const std::vector<Node> inside = node.children();
    if (inside.size() != 1) break;
    const Range range = node.range();
    const Range inner = inside.front().range();
    if (inner.begin != range.begin || inner.end != range.end) break;
    node = inside.front();
  }
  return node;
}

SyntaxTree::SyntaxTree(const std::string& file, const std::string& include_folder)
    : text_(read(file)), index_(clang_createIndex(0, 0)) {
  const std::string include = "-I" + include_folder;
  const std::array arguments = {"-x", "c++", "-std=c++20", "-Wno-pragma-once-outside-header", include.c_str()};
  CXTranslationUnit unit = nullptr;
  const CXErrorCode code =
      clang_parseTranslationUnit2(index_.get(), file.c_str(), arguments.data(), static_cast<int>(arguments.size()),
                                  nullptr, 0, CXTranslationUnit_DetailedPreprocessingRecord, &unit);
  unit_.reset(unit);
  if (code != CXError_Success) throw std::runtime_error(file + ": libclang cannot parse it");
  throw_first_error(unit);
  for (const CXCursor& cursor : children_of(clang_getTranslationUnitCursor(unit))) {
    const bool is_macro = clang_getCursorKind(cursor) == CXCursor_MacroExpansion;
    if (is_macro && is_in_main_file(cursor)) macros_.push_back(Node(cursor).range());
  }
}

std::vector<Node> SyntaxTree::declarations() const {
  std::vector<Node> nodes;
  for (const CXCursor& cursor : children_of(clang_getTranslationUnitCursor(unit_.get()))) {
    if (clang_isPreprocessing(clang_getCursorKind(cursor)) == 0 && is_in_main_file(cursor)) nodes.emplace_back(cursor);
  }
  return nodes;
}

}  // namespace survey
