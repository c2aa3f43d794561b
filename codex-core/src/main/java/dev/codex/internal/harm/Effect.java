package dev.codex.internal.harm;

import dev.codex.internal.harm.Script.Word;
import java.util.List;

/** One thing that a command would do to files, or to where the commands behind it do theirs. */
public sealed interface Effect {

  /** Folders and all that is in them go away. */
  record DeleteTrees(List<Word> targets) implements Effect {}

  /** Single files go away. */
  record DeleteFiles(List<Word> targets) implements Effect {}

  /** Files below these folders go away if their name matches. */
  record DeleteMatching(List<Word> starts, String names) implements Effect {}

  /**
   * What git has replaces what was changed since.
   *
   * @param targets files and folders; empty for all of the repository that the folder is in
   */
  record Discard(Word folder, List<Word> targets) implements Effect {}

  /** What is in these files is replaced. */
  record Overwrite(List<Word> targets) implements Effect {}

  /** Something is added to these files. */
  record Append(List<Word> targets) implements Effect {}

  /**
   * Files get to a file, or into a folder, where they replace what has their names.
   *
   * @param origin whether they stay where they are
   */
  record Place(List<Word> sources, Word target, Origin origin) implements Effect {}

  /** What becomes of what is placed elsewhere. */
  enum Origin {
    STAYS,
    GOES
  }

  /** A program that is not a shell's runs this text. */
  record RunCode(String text) implements Effect {}

  /** A disk is written over. */
  record Wipe(String program) implements Effect {}

  /** What follows happens in another folder. */
  record ChangeDirectory(Word folder, Trust trust) implements Effect {}

  /** What a change of folder is good for. */
  enum Trust {
    /** What follows is not run if it fails. */
    FULL,
    /** So it is up to the end of the list. */
    IN_THIS_LIST,
    /** It is if the folder is there. */
    IF_THERE
  }

  /** What hung on the success of those before is over. */
  record EndOfList() implements Effect {}

  /** What follows may happen in any folder that there was so far. */
  record Return() implements Effect {}
}
