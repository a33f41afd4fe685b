//! The rules of the scope, as they are declared.

use crate::rule::rules;

rules! {
    in "scope/":
    BUILD_AMBIGUOUS_COMMIT = "build/ambiguous-commit", Error, Full,
        "a commit hash is ambiguous" / "hashes fit several commits",
        "write more digits of the hash, or all of them";
    BUILD_DIVERGED = "build/diverged", Warning, Full,
        "the last release is no ancestor of the build" / "builds diverged",
        "check that `from` and `to` belong together; on release branches this is usual";
    BUILD_EMPTY = "build/empty", Error, Full,
        "the build holds no change" / "builds hold no change",
        "check `from` and `to` under [build]: from is the last release, to is what will ship";
    BUILD_IGNORE_NO_REASON = "build/ignore-no-reason", Error, Lint,
        "changes are ignored without a reason" / "entries of `ignore` have no reason",
        "write under `why` what makes such changes safe to ship unseen";
    BUILD_IGNORED_BY_NAME = "build/ignored-by-name", Warning, Full,
        "changes are ignored by their author alone" / "entries of `ignore` go by the author alone",
        "add `paths`: anybody can write an author's name, and nobody can hide which files a change touches";
    BUILD_FROM_MISMATCH = "build/from-mismatch", Warning, Full,
        "`from` is not the last release" / "builds do not begin at the last release",
        "set `from` under [build] to the last release: what lies between was looked at by nobody";
    BUILD_LIST_PERHAPS_CUT = "build/list-perhaps-cut", Warning, Full,
        "a change list may be cut off" / "change lists may be cut off",
        "write the list again with a higher limit, such as --limit 1000, or all of its pages";
    BUILD_LOST_CHANGE = "build/lost-change", Warning, Full,
        "changes of the last release are missing from the build" / "builds lack changes of the last release",
        "pick them into the build, or accept that they are gone";
    BUILD_OTHER_COMMIT = "build/other-commit", Error, Full,
        "the commit is not the build" / "commits are not the build",
        "deploy the commit that was judged, or judge the one that is deployed";
    BUILD_SHALLOW = "build/shallow", Error, Full,
        "the history is cut off" / "histories are cut off",
        "fetch the whole history and its tags";
    BUILD_UNKNOWN_REVISION = "build/unknown-revision", Error, Full,
        "a revision names no commit" / "revisions name no commit",
        "name a tag, branch or commit of this repository, and fetch the tags";
    BUILD_UNREADABLE = "build/unreadable", Error, Full,
        "the build could not be read" / "builds could not be read",
        "make the repository or the change list readable, and run again";
    SCOPE_APPROVED_WITHOUT_AUTHORITY = "scope/approved-without-authority", Error, Full,
        "the release list was approved by somebody who may not" / "release lists were approved by somebody who may not",
        "let somebody approve it who decides on `scope` under [decides], and set `approved_by`";
    SCOPE_CHANGED_AFTER_APPROVAL = "scope/changed-after-approval", Warning, Full,
        "the list changed after it was approved" / "items came or left after the list was approved",
        "approve the list as it is now, or decide it as an extra with a reason";
    SCOPE_DECIDED_AFTER_LAUNCH = "scope/decided-after-launch", Error, Full,
        "an extra was decided after the launch" / "extras were decided after the launch",
        "decide before the launch; what ships undecided was decided by nobody";
    SCOPE_DECIDED_WITHOUT_AUTHORITY = "scope/decided-without-authority", Error, Full,
        "an extra was decided by somebody who may not" / "extras were decided by somebody who may not",
        "let the owner or the final caller decide, and set `by`";
    SCOPE_DUPLICATE = "scope/duplicate", Error, Lint,
        "an id is listed twice" / "ids are listed twice",
        "keep one of them";
    SCOPE_EMPTY = "scope/empty", Error, Full,
        "nothing is on the release list" / "release lists are empty",
        "write what ships under [scope] `in`";
    SCOPE_EXTRA_NO_REASON = "scope/extra-no-reason", Warning, Lint,
        "an extra has no reason" / "extras have no reason",
        "write under `why` what makes it worth the risk";
    SCOPE_IN_AND_OUT = "scope/in-and-out", Error, Lint,
        "an id is both in and out" / "ids are both in and out",
        "decide for one, and strike the other";
    SCOPE_ISSUE_OPEN = "scope/issue-open", Warning, Full,
        "the issue of an item is open" / "issues of items are open",
        "finish the work and close the issue, or take it off the list";
    SCOPE_LATE_CHANGE = "scope/late-change", Warning, Full,
        "a change came after the freeze" / "changes came after the freeze",
        "test it again, or leave it to the next release";
    SCOPE_LISTED_BY_MENTION = "scope/listed-by-mention", Error, Full,
        "a change only mentions a listed id" / "changes only mention a listed id",
        "say what it is in a trailer (`Refs: ID`), or list it by its hash under `commits`";
    SCOPE_LOOKALIKE_ID = "scope/lookalike-id", Error, Full,
        "an id only looks like a listed one" / "ids only look like listed ones",
        "find out who wrote it with letters of another alphabet, and why; then list the change by its hash under `commits`";
    SCOPE_NO_ID = "scope/no-id", Warning, Lint,
        "an item names no id" / "items name no id",
        "begin it with the id that its changes name, or list their hashes under `commits`";
    SCOPE_MERGE_CHANGES = "scope/merge-changes", Error, Full,
        "a merge changes more than it merges" / "merges change more than they merge",
        "look at what the merge adds, and put it on the list by its commit";
    SCOPE_MERGE_DROPS = "scope/merge-drops", Warning, Full,
        "a merge drops a change" / "merges drop changes",
        "look whether the change was meant to be dropped";
    SCOPE_NOT_APPROVED = "scope/not-approved", Error, Full,
        "nobody approved the release list" / "release lists are not approved",
        "let one person approve the list, and set `approved_by` and `approved_on`";
    SCOPE_NOT_COMPARED = "scope/not-compared", Error, Full,
        "nobody compared the build with the list" / "builds were not compared",
        "set `from` and `to` under [build], or let somebody vouch with `matched_by` and `matched_on` under [scope]";
    SCOPE_NOT_IN_BUILD = "scope/not-in-build", Error, Full,
        "an item on the list is not in the build" / "items on the list are not in the build",
        "merge it, take it off the list, or set `no_code = true` if it needs no change";
    SCOPE_ONLY_DECLARED = "scope/only-declared", Off, Full,
        "the build was compared by hand alone" / "builds were compared by hand alone",
        "set `from` and `to` under [build], so that git can show what ships";
    SCOPE_OUT_NO_REASON = "scope/out-no-reason", Warning, Lint,
        "an item was left out without a reason" / "items were left out without a reason",
        "give it a `reason`";
    SCOPE_OUT_OF_SCOPE_CHANGE = "scope/out-of-scope-change", Error, Full,
        "a change of something that was left out is in the build" / "changes of things that were left out are in the build",
        "take it out of the build, or put the item on the list";
    SCOPE_OUT_UNTOLD = "scope/out-untold", Warning, Lint,
        "nobody was told that an item was left out" / "items were left out and nobody was told",
        "tell those who wait for it, and write under `told` whom and when";
    SCOPE_PARTIAL_REVERT = "scope/partial-revert", Warning, Full,
        "a revert leaves a little of what it undoes" / "reverts leave a little of what they undo",
        "look at what is left, and take it out or put the change on the list";
    SCOPE_PICK_DIFFERS = "scope/pick-differs", Warning, Full,
        "a pick differs from the change that was released" / "picks differ from the changes that were released",
        "look at the lines that differ, or put the change on the list";
    SCOPE_REMOVED_STILL_IN_BUILD = "scope/removed-still-in-build", Error, Full,
        "an extra that was to be removed is still in the build" / "extras that were to be removed are still in the build",
        "revert it, or decide that it ships";
    SCOPE_UNDECIDED_EXTRA = "scope/undecided-extra", Error, Full,
        "nobody decided about an extra" / "extras are undecided",
        "set `decision` to \"ship\" or \"remove\", with `by` and `on`";
    SCOPE_UNFINISHED = "scope/unfinished", Error, Full,
        "an item on the list is not finished" / "items on the list are not finished",
        "finish it, or move it to `out`";
    SCOPE_UNLISTED_CHANGE = "scope/unlisted-change", Error, Full,
        "a change in the build is on no list" / "changes are on no list",
        "put it on the list, decide about it as an extra, or take it out of the build";
}
