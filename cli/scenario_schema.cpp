#include "cli/scenario_schema.hpp"

#include <fstream>
#include <sstream>

namespace groundhog::cli {
namespace {

namespace fs = std::filesystem;

bool is_schema(const fs::path& file, const std::string& schema) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str() == schema;
}

// Of the checkout that this folder is in; empty: it is in none.
fs::path schema_above(const fs::path& folder, const std::string& schema) {
  for (fs::path at = folder;; at = at.parent_path()) {
    fs::path file = at / "scenarios" / "schema" / schema_name;
    if (is_schema(file, schema)) return file;
    if (at == at.parent_path()) return {};
  }
}

std::string url_of(const fs::path& file) {
  constexpr char digits[] = "0123456789ABCDEF";
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string url = "file://";
  for (const char c : file.generic_string()) {
    const auto byte = static_cast<unsigned char>(c);
    url += plain.find(c) != std::string_view::npos ? std::string(1, c)
                                                   : std::string{'%', digits[byte / 16], digits[byte % 16]};
  }
  return url;
}

}  // namespace

std::string schema_reference(const fs::path& folder, const std::string& schema) {
  const fs::path from = fs::weakly_canonical(fs::absolute(folder));
  if (const fs::path own = schema_above(from, schema); !own.empty()) {
    return own.lexically_proximate(from).generic_string();
  }
  const fs::path current = schema_above(fs::current_path(), schema);
  return current.empty() ? std::string() : url_of(current);
}

}  // namespace groundhog::cli
