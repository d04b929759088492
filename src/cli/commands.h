/* SPDX-License-Identifier: MIT */
/* The subcommands, each in cmd_NAME.c (rollback in cmd_update.c). argv[0] is the
   subcommand's name. They return an exit status. */
#ifndef IANA_COMMANDS_H
#define IANA_COMMANDS_H

int cmd_build(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_rollback(int argc, char **argv);
int cmd_search(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_update(int argc, char **argv);
int cmd_verify(int argc, char **argv);

#endif
