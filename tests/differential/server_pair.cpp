#include "tests/differential/server_pair.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>

#include "sut/resp/wire.hpp"
#include "tests/differential/preparation.hpp"
#include "tests/differential/text.hpp"

namespace burrow::differential {

namespace {

// Whether one server may queue the command in a transaction, and the other refuse it.
bool may_be_queued_by_one(const Words& words) {
  return std::ranges::any_of(exclusions(), [&](const Exclusion& exclusion) {
    return is_about(exclusion, words) && (exclusion.rule == Rule::queued || exclusion.rule == Rule::not_queued);
  });
}

// The next command must wait for the replies: of a scan there may be more, behind QUIT the connection ends, and what
// one server refuses keeps the other one from running the transaction, too.
bool ends_batch(const Words& words) {
  return is_named(words, "scan") || is_named(words, "quit") || may_be_queued_by_one(words);
}

// What one client says from there on without waiting.
std::vector<Words> batch_from(const Sequence& sequence, std::size_t begin) {
  std::vector<Words> batch;
  for (std::size_t at = begin; at < sequence.size() && sequence[at].client == sequence[begin].client; ++at) {
    batch.push_back(sequence[at].words);
    if (ends_batch(batch.back())) break;
  }
  return batch;
}

bool is_scan_from_start(const Words& words) { return is_named(words, "scan") && words.size() > 1 && words[1] == "0"; }

// The other pages after the first one, and all of them as one.
std::string finish_scan(RawClient& client, Words words, const std::string& first) {
  std::vector<std::string> keys;
  for (std::string page = first;;) {
    const auto parts = elements_of(page);
    if (parts.size() != 2) return page;  // an error, or queued
    for (std::string& key : elements_of(parts[1])) keys.push_back(std::move(key));
    words[1] = payload_of(parts[0]);
    if (words[1] == "0") break;
    page = client.ask(words);
  }
  std::string whole;
  resp::append_array_header(whole, 2);
  resp::append_bulk(whole, "0");
  resp::append_array_header(whole, keys.size());
  for (const std::string& key : keys) whole += key;
  return whole;
}

}  // namespace

// One server with its two clients.
struct ServerPair::Side {
  explicit Side(std::uint16_t server) : port(server) {
    for (auto& client : clients) client = std::make_unique<RawClient>(port);
    clients[0]->ask({"FLUSHALL"});
  }

  std::vector<std::string> receive(std::size_t client, const std::vector<Words>& batch) {
    std::vector<std::string> replies = clients[client]->receive(batch.size());
    if (is_scan_from_start(batch.back())) replies.back() = finish_scan(*clients[client], batch.back(), replies.back());
    if (is_named(batch.back(), "quit")) connect_again(client);
    return replies;
  }

  // EXEC will run nothing.
  void spoil_queue(std::size_t client) { clients[client]->ask({"no-such-command"}); }

  void connect_again(std::size_t client) {
    const std::string reply = clients[client]->receive(1).front();
    if (!reply.empty()) throw std::runtime_error("a reply behind the one to QUIT: " + in_quotes(reply));
    clients[client] = std::make_unique<RawClient>(port);
  }

  std::uint16_t port;
  std::array<std::unique_ptr<RawClient>, 2> clients;
};

Conversation ServerPair::run(const Sequence& sequence) {
  Side burrow(burrow_.port());
  Side redis(redis_.port());
  Conversation conversation;
  const Sequence sent = prepared(sequence, conversation.not_sent);
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t at = 0; at < sent.size();) {
    const std::size_t client = sent[at].client;
    std::vector<Words> batch = batch_from(sent, at);
    at += batch.size();
    burrow.clients[client]->send(batch);
    redis.clients[client]->send(batch);
    std::vector<std::string> left = burrow.receive(client, batch);
    std::vector<std::string> right = redis.receive(client, batch);
    if (is_queued(left.back()) && is_error(right.back())) burrow.spoil_queue(client);
    if (is_error(left.back()) && is_queued(right.back())) redis.spoil_queue(client);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      conversation.exchanges.push_back({{client, std::move(batch[i])}, std::move(left[i]), std::move(right[i])});
    }
  }
  conversation.passed = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  return conversation;
}

}  // namespace burrow::differential
