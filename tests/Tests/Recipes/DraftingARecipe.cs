using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Tests.Recipes;

[Requirement("P11-10k", "P211-186")]
public sealed class DraftingARecipe
{
    private static readonly Performer Emil = Acting.Person("emil", Role.Engineer, Role.QA);
    private static readonly Performer Erik = Acting.Person("erik", Role.Engineer);
    private static readonly SaveDraft Save = new("idea-1.1", 0, "id: idea\n", "First thoughts", "small@1");

    [Fact]
    public void Keeps_every_state_with_who_and_when_also_one_with_mistakes()
    {
        var draft = Saved().When(new SaveDraft("idea-1.1", 1, "id: [\n"), Acting.By(Erik)).Stands().State;
        Assert.Equal([(1, "emil"), (2, "erik")], draft.Revisions.Select(revision => (revision.Number, revision.By)));
        Assert.Equal(("small@1", "id: [\n", "First thoughts"), (draft.From, draft.Latest.Text, draft.Revisions[0].Note));
    }

    [Fact]
    public void Undoes_by_saving_an_earlier_state_again()
    {
        var stream = Saved().When(new SaveDraft("idea-1.1", 1, "id: other\n"), Acting.By(Emil)).Stream;
        var draft = stream.When(new SaveDraft("idea-1.1", 2, stream.State.Revisions[0].Text!), Acting.By(Emil)).State;
        Assert.Equal((3, "id: idea\n"), (draft.Latest.Number, draft.Latest.Text));
        stream.When(new SaveDraft("idea-1.1", 3, "id: idea\n"), Acting.By(Emil)).ThenNothing();
    }

    [Fact]
    public void Does_not_let_two_people_overwrite_each_other() =>
        Saved().When(new SaveDraft("idea-1.1", 1, "id: by erik\n"), Acting.By(Erik)).Stream
            .When(new SaveDraft("idea-1.1", 1, "id: by emil\n"), Acting.By(Emil)).ThenRefused("draft-revision", "erik saved revision 2");

    [Fact]
    public void Keeps_the_texts_of_the_latest_states_at_hand_only()
    {
        var stream = Given.Nothing<Draft>();
        for (var revision = 0; revision < Draft.TextsAtHand + 2; revision++)
            stream.When(new SaveDraft("idea", revision, $"id: x{revision}\n"), Acting.By(Emil)).Stands();
        Assert.Equal(2, stream.State.Revisions.Count(revision => revision.Text is null));
        Assert.Equal(stream.State.Revisions.Count, stream.State.Revisions.Select(revision => revision.Hash).Distinct().Count());
    }

    [Fact]
    public void Is_refused_under_a_name_that_is_none_on_no_revision_or_too_long()
    {
        Given.Nothing<Draft>().When(Save with { DraftId = "a/b" }, Acting.By(Emil)).ThenRefused("draft", "a-z");
        Given.Nothing<Draft>().When(Save with { Revision = 4 }, Acting.By(Emil)).ThenRefused("draft-revision", "as a new one");
        Given.Nothing<Draft>().When(Save with { Text = new string('#', 1_000_001) }, Acting.By(Emil)).ThenRefused("draft", "at most");
    }

    [Fact]
    public void Is_put_away_and_taken_up_again()
    {
        var away = Saved().When(new PutDraftAway("idea-1.1", true), Acting.By(Emil)).Stream;
        away.When(new PutDraftAway("idea-1.1", true), Acting.By(Emil)).ThenNothing();
        away.When(new SaveDraft("idea-1.1", 1, "id: more\n"), Acting.By(Emil)).ThenRefused("draft", "put away");
        away.When(new PutDraftAway("idea-1.1", false), Acting.By(Emil)).Stream.When(new SaveDraft("idea-1.1", 1, "id: more\n"), Acting.By(Emil)).Stands();
        Given.Nothing<Draft>().When(new PutDraftAway("idea-1.1", true), Acting.By(Emil)).ThenRefused("draft", "no draft");
    }

    [Fact]
    public void Takes_comments_on_the_whole_or_a_step_and_says_when_they_are_seen_to()
    {
        var stream = Saved().When(new CommentOnDraft("idea-1.1", "S4", " Why 37? "), Acting.By(Erik)).Stream.When(new CommentOnDraft("idea-1.1", null, "Good."), Acting.By(Emil)).Stream;
        Assert.Equal([("C1", "S4", "Why 37?", "erik", 1), ("C2", null, "Good.", "emil", 1)], stream.State.Comments.Select(one => (one.Id, one.Step, one.Text, one.By, one.Revision)));
        var resolved = stream.When(new ResolveComment("idea-1.1", "C1"), Acting.By(Emil)).State;
        Assert.Equal(("emil", Acting.Start), (resolved.Comments[0].ResolvedBy, resolved.Comments[0].ResolvedAt));
        stream.When(new ResolveComment("idea-1.1", "C1"), Acting.By(Emil)).ThenNothing();
        stream.When(new ResolveComment("idea-1.1", "C9"), Acting.By(Emil)).ThenRefused("comment", "no comment C9");
        stream.When(new CommentOnDraft("idea-1.1", null, " "), Acting.By(Emil)).ThenRefused("comment", "empty");
        Given.Nothing<Draft>().When(new CommentOnDraft("idea-1.1", null, "Hm"), Acting.By(Emil)).ThenRefused("draft");
        Given.Nothing<Draft>().When(new ResolveComment("idea-1.1", "C1"), Acting.By(Emil)).ThenRefused("draft");
    }

    [Fact]
    public void Opens_a_comment_again_that_was_seen_to_too_early()
    {
        var stream = Saved().When(new CommentOnDraft("idea-1.1", "S4", "Why 37?"), Acting.By(Erik)).Stream;
        stream.When(new ReopenComment("idea-1.1", "C1"), Acting.By(Emil)).ThenNothing();
        var before = stream.State.Comments;
        stream.When(new ResolveComment("idea-1.1", "C1"), Acting.By(Emil)).Stands();
        stream.When(new ReopenComment("idea-1.1", "C1"), Acting.By(Erik)).Then(new CommentReopened("C1"));
        Assert.Equal(before, stream.State.Comments);
        stream.When(new ResolveComment("idea-1.1", "C1"), Acting.By(Erik)).Then(new CommentResolved("C1"));
        stream.When(new ReopenComment("idea-1.1", "C9"), Acting.By(Emil)).ThenRefused("comment", "no comment C9");
        Given.Nothing<Draft>().When(new ReopenComment("idea-1.1", "C1"), Acting.By(Emil)).ThenRefused("draft");
    }

    [Fact]
    public void Keeps_what_came_of_a_rehearsal()
    {
        var draft = Saved().When(new RecordRehearsal("idea-1.1", 1, true, "Every step was done."), Acting.By(Performer.System)).State;
        Assert.Equal(new DraftRehearsal(1, draft.Latest.Hash, true, "Every step was done.", Acting.Start), Assert.Single(draft.Rehearsals));
        Saved().When(new RecordRehearsal("idea-1.1", 2, true, "What?"), Acting.By(Performer.System)).ThenRefused("draft", "no revision 2");
        Given.Nothing<Draft>().When(new RecordRehearsal("idea-1.1", 1, true, "What?"), Acting.By(Performer.System)).ThenRefused("draft");
    }

    [Fact]
    public void Is_submitted_with_everybody_who_wrote_it_and_none_of_them_approves()
    {
        var text = SmallRecipe.Text;
        var draft = Given.Nothing<Draft>().When(Save, Acting.By(Emil)).Stream.When(new SaveDraft("idea-1.1", 1, text), Acting.By(Erik)).Stream;
        var submit = new SubmitRecipe("small", "1", text, "idea-1.1");
        Act By(Performer who) => Acting.By(who, facts: Acting.Knowing((new StateOf<Draft>("idea-1.1"), draft.State)));
        var master = Given.Nothing<Master>().When(submit, By(Erik));
        Assert.Equal(["emil", "erik"], master.ThenOne<RecipeSubmitted>().Authors!);
        master.Stream.When(new ApproveRecipe("small", "1"), Acting.By(Emil, signature: new(Emil, "approval", master.State.Hash))).ThenRefused("independence", "You wrote");
        Given.Nothing<Master>().When(submit with { Text = text + "# more\n" }, By(Erik)).ThenRefused("draft-revision", "another text");

        var reaction = Assert.IsType<Domain.Basics.Given<Draft>>(Assert.Single(new DraftReactions().React("small@1", master.ThenOne<RecipeSubmitted>())));
        Assert.Equal(["small@1"], draft.When(reaction.Command, Acting.By(Performer.System)).State.SubmittedAs);
        draft.When(reaction.Command, Acting.By(Performer.System)).ThenNothing();
        Given.Nothing<Draft>().When(reaction.Command, Acting.By(Performer.System)).ThenRefused("draft");
    }

    [Fact]
    public void Notes_each_submission_once()
    {
        var note = new NoteSubmission("idea-1.1", "small@1");
        var draft = Saved().When(note, Acting.By(Performer.System)).Then(new DraftSubmitted("small@1")).Stream;
        draft.When(note, Acting.By(Performer.System)).ThenNothing();
        Assert.Equal(["small@1", "small@2"], draft.When(note with { Name = "small@2" }, Acting.By(Performer.System)).State.SubmittedAs);
        Given.Nothing<Draft>().When(note, Acting.By(Performer.System)).ThenRefused("draft");
    }

    private static Given<Draft> Saved() => Given.Nothing<Draft>().When(Save, Acting.By(Emil)).Stands().Stream;
}
