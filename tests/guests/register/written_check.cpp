#include "tests/guests/register/written_check.hpp"

#include <map>
#include <set>
#include <string>

namespace groundhog::test {
namespace {

class WrittenCheck : public checkers::Checker {
 public:
  using Checker::Checker;

  void on(const OperationInvoked& event) override {
    const auto words = event.arguments;
    if (words.size() == 3 && words[0] == "SET") written_[words[1]].insert(words[2]);
    if (words.size() == 2 && words[0] == "GET") reads_[event.operation] = {event.node, words[1]};
  }

  void on(const OperationCompleted& event) override {
    const auto read = reads_.find(event.operation);
    if (read == reads_.end()) return;
    const auto [node, name] = read->second;
    reads_.erase(read);
    if (event.outcome != Outcome::ok || event.reply.kind != ReplyKind::text) return;
    if (written_[name].contains(std::string(event.reply.text))) return;
    context_.verdicts.violated({"register.written", event.at,
                                std::string(context_.run.name_of(node)) + " showed \"" + name + "\" = \"" +
                                    std::string(event.reply.text) + "\", which no client had asked to write",
                                node, name});
  }

 private:
  struct Read {
    HostId node;
    std::string name;
  };

  std::map<std::string, std::set<std::string>> written_;  // by register
  std::map<OperationId, Read> reads_;                     // outstanding
};

}  // namespace

std::unique_ptr<checkers::Checker> make_written_check(const checkers::CheckContext& context) {
  return std::make_unique<WrittenCheck>(context);
}

}  // namespace groundhog::test
