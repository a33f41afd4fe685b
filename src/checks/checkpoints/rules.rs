//! What is asked of checkpoints: the rules with their words.

use crate::rule::rules;

rules! {
    in "checkpoints/":
    CHECKPOINT_CONTRADICTED = "checkpoint/contradicted", Error, Full,
        "a confirmation is not what the evidence says" / "confirmations are not what the evidence says",
        "look at the evidence again, and confirm it when both agree";
    CHECKPOINT_LATE = "checkpoint/late", Warning, Full,
        "a checkpoint was confirmed late" / "checkpoints were confirmed late",
        "ask why, and move the checkpoint where it can be met";
    CHECKPOINT_NOT_THEIRS = "checkpoint/not-theirs", Error, Full,
        "somebody confirmed what is for somebody else to say" / "confirmations are by others than was asked for",
        "let the person of the role confirm it, or whom it goes up to";
    CHECKPOINT_ONE_SIDED = "checkpoint/one-sided", Error, Full,
        "a handoff has one side" / "handoffs have one side",
        "let two people say so: who hands over, and who takes over";
    CHECKPOINT_OVERDUE = "checkpoint/overdue", Error, Full,
        "a checkpoint is overdue" / "checkpoints are overdue",
        "confirm it, or say under `not` why it is not so";
    CHECKPOINT_REFUSED = "checkpoint/refused", Error, Full,
        "somebody says that a checkpoint is not met" / "checkpoints are not met, as those asked say",
        "repair it; then let the same person confirm it";
    CHECKPOINT_STALE = "checkpoint/stale", Warning, Full,
        "a confirmation is about another build" / "confirmations are about other builds",
        "look at the newest build, and confirm it anew";
    CHECKPOINT_UNASKED = "checkpoint/unasked", Error, Lint,
        "something is confirmed that nobody asks for" / "confirmations are asked for by nobody",
        "write the name as its checkpoint has it, or remove the entry";
}
