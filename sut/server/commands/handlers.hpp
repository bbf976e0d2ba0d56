// The handlers of the command table, by family; see command.hpp for their contract.
#pragma once

#include "sut/server/commands/command.hpp"

namespace burrow::commands {

// set.cpp
void set(CommandCall& call);
void setex(CommandCall& call);
void psetex(CommandCall& call);
void setnx(CommandCall& call);

// get.cpp
void get(CommandCall& call);
void getex(CommandCall& call);
void getdel(CommandCall& call);
void mget(CommandCall& call);
void string_length(CommandCall& call);

// expire.cpp
void expire(CommandCall& call);
void pexpire(CommandCall& call);
void expireat(CommandCall& call);
void pexpireat(CommandCall& call);
void persist(CommandCall& call);

// ttl.cpp
void ttl(CommandCall& call);
void pttl(CommandCall& call);
void expiretime(CommandCall& call);
void pexpiretime(CommandCall& call);

// keyspace.cpp
void del(CommandCall& call);
void exists(CommandCall& call);
void keys(CommandCall& call);
void dbsize(CommandCall& call);
void flush(CommandCall& call);

// connection.cpp
void ping(CommandCall& call);
void echo(CommandCall& call);
void time(CommandCall& call);
void select(CommandCall& call);

// session.cpp
void auth(CommandCall& call);
void hello(CommandCall& call);
void client(CommandCall& call);
void reset(CommandCall& call);
void quit(CommandCall& call);

// administration.cpp
void command(CommandCall& call);
void config(CommandCall& call);
void debug(CommandCall& call);

// replication.cpp
void role(CommandCall& call);
void info(CommandCall& call);
void replicaof(CommandCall& call);
void wait(CommandCall& call);

}  // namespace burrow::commands
