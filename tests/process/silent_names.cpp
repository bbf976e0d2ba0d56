// Preloaded into a server: a name service that never answers, as a network that loses its questions.
#include <dlfcn.h>
#include <netdb.h>
#include <string_view>
#include <unistd.h>

extern "C" int getaddrinfo(const char* host, const char* port, const addrinfo* hints, addrinfo** found) {
  const bool is_name = host != nullptr && (hints->ai_flags & AI_NUMERICHOST) == 0;
  if (!is_name)
    return reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"))(host, port, hints, found);
  constexpr std::string_view asked = "a name was asked for\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, asked.data(), asked.size());
  for (;;) ::pause();
}
