using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Broadcast.Api.Tests.Questions;

public abstract class QuestionTests(ApiHost host)
{
    private const string Seat = "0123456789abcdef";

    [Fact]
    public async Task Reaches_everyone_and_whoever_comes_later()
    {
        var id = await CreateAsync();
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var bob = await host.JoinAsync(id, "viewer", "Bob");
        var asked = await AskAsync(bob, "Why bees?");
        Assert.Equal("open", StateOf(asked));
        Assert.Equal("Bob", asked.GetProperty("displayName").GetString());
        Assert.Equal(asked.GetRawText(), (await ann.EventAsync("QuestionChanged")).GetRawText());
        Assert.Equal(asked.GetRawText(), (await bob.EventAsync("QuestionChanged")).GetRawText());
        Assert.Equal(asked.GetRawText(), Assert.Single((await LateAsync(id, "viewer")).EnumerateArray()).GetRawText());
    }

    [Fact]
    public async Task Waits_for_a_presenter_where_the_webinar_wants_it()
    {
        var id = await CreateAsync(moderateQuestions: true);
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var bob = await host.JoinAsync(id, "viewer", "Bob");
        await using var eve = await host.JoinAsync(id, "viewer", "Eve");
        var asked = await AskAsync(bob, "Why bees?");
        Assert.Equal("waiting", StateOf(asked));
        Assert.Equal(asked.GetRawText(), (await ann.EventAsync("QuestionChanged")).GetRawText());
        Assert.Empty((await LateAsync(id, "viewer")).EnumerateArray());
        Assert.Single((await LateAsync(id, "presenter")).EnumerateArray());
        await eve.AssertRefusedAsync("not_found", "VoteQuestion", new { id = IdOf(asked), isFor = true });

        await ann.InvokeAsync("ShowQuestion", new { id = IdOf(asked) });

        Assert.Equal("open", StateOf(await eve.EventAsync("QuestionChanged")));
        Assert.Equal("open", StateOf(await AskAsync(ann, "A presenter's needs no leave")));
    }

    [Fact]
    public async Task Tells_who_asked_that_it_was_dismissed_before_anybody_saw_it()
    {
        var id = await CreateAsync(moderateQuestions: true);
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var bob = await host.JoinAsync(id, "viewer", "Bob");
        await using var eve = await host.JoinAsync(id, "viewer", "Eve");
        var asked = await AskAsync(bob, "Why bees?");

        await ann.InvokeAsync("DismissQuestion", new { id = IdOf(asked) });

        Assert.Equal(IdOf(asked), IdOf(await bob.EventAsync("QuestionRemoved")));
        Assert.Equal(IdOf(asked), IdOf(await ann.EventAsync("QuestionRemoved")));
        // What everybody hears comes after what one would have heard before.
        await AskAsync(ann, "Another one");
        await eve.EventAsync("QuestionChanged");
        Assert.Equal(0, eve.Count("QuestionRemoved"));
        Assert.Equal("dismissed", StateOf(Assert.Single((await MineAsync(bob)).GetProperty("asked").EnumerateArray())));
    }

    [Fact]
    public async Task Is_asked_anonymously_only_where_the_webinar_allows_it()
    {
        var named = await CreateAsync();
        await using var bob = await host.JoinAsync(named, "viewer", "Bob");
        await bob.AssertRefusedAsync("forbidden", "AskQuestion", new { text = "Why bees?", isAnonymous = true });

        var id = await CreateAsync(anonymousQuestions: true);
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var eve = await host.JoinAsync(id, "viewer", "Eve");
        await eve.InvokeAsync("AskQuestion", new { text = "Why wasps?", isAnonymous = true });
        var heard = await ann.EventAsync("QuestionChanged");
        Assert.Equal(JsonValueKind.Null, heard.GetProperty("displayName").ValueKind);
        Assert.Equal(JsonValueKind.Null, heard.GetProperty("participantId").ValueKind);
        Assert.Single((await MineAsync(eve)).GetProperty("asked").EnumerateArray());
        Assert.Empty((await MineAsync(ann)).GetProperty("asked").EnumerateArray());
        Assert.DoesNotContain("Eve", await host.Organizer.GetStringAsync(new Uri($"/api/webinars/{id}/questions.csv", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_one_vote_of_each_person_and_takes_it_back()
    {
        var id = await CreateAsync();
        await using var bob = await host.JoinAsync(id, "viewer", "Bob");
        await using var eve = await host.JoinAsync(id, "viewer", "Eve");
        var question = IdOf(await AskAsync(bob, "Why bees?"));

        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => eve.InvokeAsync("VoteQuestion", new { id = question, isFor = true })));
        Assert.All(all, vote => Assert.Equal(1, vote.GetProperty("votes").GetInt32()));
        Assert.Equal(2, (await bob.InvokeAsync("VoteQuestion", new { id = question, isFor = true })).GetProperty("votes").GetInt32());
        Assert.Equal(question, IdOf(Assert.Single((await MineAsync(eve)).GetProperty("votedFor").EnumerateArray())));
        Assert.Equal(1, (await eve.InvokeAsync("VoteQuestion", new { id = question, isFor = false })).GetProperty("votes").GetInt32());
        Assert.Equal(1, (await eve.InvokeAsync("VoteQuestion", new { id = question, isFor = false })).GetProperty("votes").GetInt32());
        Assert.Empty((await MineAsync(eve)).GetProperty("votedFor").EnumerateArray());
    }

    [Fact]
    public async Task Tells_the_counts_of_many_votes_together_once_a_second()
    {
        var id = await CreateAsync();
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        var (first, second) = (IdOf(await AskAsync(ann, "Why bees?")), IdOf(await AskAsync(ann, "Why wasps?")));
        await ann.InvokeAsync("VoteQuestion", new { id = first, isFor = true });
        await ann.EventAsync("VotesChanged");
        await using var bob = await host.JoinAsync(id, "viewer", "Bob");
        foreach (var (question, isFor) in new[] { (first, true), (second, true), (first, false), (first, true) })
            await bob.InvokeAsync("VoteQuestion", new { id = question, isFor });
        Assert.Equal(0, bob.Count("VotesChanged"));

        host.Time.Advance(TimeSpan.FromSeconds(1));
        await ann.InvokeAsync("VoteQuestion", new { id = second, isFor = true });

        var told = (await bob.EventAsync("VotesChanged")).GetProperty("votes").EnumerateArray().ToDictionary(IdOf, each => each.GetProperty("votes").GetInt32());
        Assert.Equal(new Dictionary<string, int> { [first] = 2, [second] = 2 }, told);
    }

    [Fact]
    public async Task Is_answered_live_or_in_writing_and_keeps_the_time_of_the_first()
    {
        var id = await CreateAsync();
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var bob = await host.JoinAsync(id, "viewer", "Bob");
        var question = IdOf(await AskAsync(bob, "Why bees?"));
        await bob.EventAsync("QuestionChanged");
        await bob.AssertRefusedAsync("forbidden", "AnswerQuestion", new { id = question });

        await ann.InvokeAsync("AnswerQuestion", new { id = question });
        var live = await bob.EventAsync("QuestionChanged");
        Assert.Equal(("answered", "Ann"), (StateOf(live), live.GetProperty("answeredBy").GetString()));
        Assert.Equal(JsonValueKind.Null, live.GetProperty("answer").ValueKind);
        await bob.AssertRefusedAsync("conflict", "VoteQuestion", new { id = question, isFor = true });
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await ann.InvokeAsync("AnswerQuestion", new { id = question, text = "For the honey." });
        var written = await bob.EventAsync("QuestionChanged");
        Assert.Equal("For the honey.", written.GetProperty("answer").GetString());
        Assert.Equal(live.GetProperty("answeredAt").GetDateTimeOffset(), written.GetProperty("answeredAt").GetDateTimeOffset());

        await ann.InvokeAsync("ShowQuestion", new { id = question });
        Assert.Equal("open", StateOf(await bob.EventAsync("QuestionChanged")));
    }

    [Fact]
    public async Task Is_dismissed_by_presenters_and_organizers_alone_who_are_written_down()
    {
        var id = await CreateAsync();
        await using var bob = await host.JoinAsync(id, "viewer", "Bob");
        var question = IdOf(await AskAsync(bob, "Why bees?"));
        await bob.AssertRefusedAsync("forbidden", "DismissQuestion", new { id = question });
        await bob.AssertRefusedAsync("forbidden", "ShowQuestion", new { id = question });

        var dismissed = await host.Organizer.DeleteAsync(new Uri($"/api/webinars/{id}/questions/{question}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NoContent, dismissed.StatusCode);
        Assert.Equal(question, IdOf(await bob.EventAsync("QuestionRemoved")));
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await ann.AssertRefusedAsync("not_found", "ShowQuestion", new { id = question });
        var lines = await host.Organizer.GetFromJsonAsync<JsonElement>("/api/audit?action=questionDismissed");
        Assert.Contains(lines.GetProperty("entries").EnumerateArray(), line => line.GetProperty("subject").GetString() == id);
    }

    [Fact]
    public async Task Is_still_there_after_a_restart_with_every_vote()
    {
        var id = await CreateAsync(moderateQuestions: true);
        var token = await host.LinkAsync(id, "viewer");
        string waiting, open;
        await using (var ann = await host.JoinAsync(id, "presenter", "Ann"))
        await using (var bob = await HubClient.ConnectAsync(host.Address, token))
        {
            await bob.InvokeAsync("Join", new { displayName = "Bob", seat = Seat });
            waiting = IdOf(await AskAsync(bob, "Why bees?"));
            open = IdOf(await AskAsync(ann, "Why wasps?"));
            await bob.InvokeAsync("VoteQuestion", new { id = open, isFor = true });
        }

        await host.RestartAsync();

        await using var again = await HubClient.ConnectAsync(host.Address, token);
        var joined = await again.InvokeAsync("Join", new { displayName = "Bob", seat = Seat });
        var shown = Assert.Single(joined.GetProperty("questions").EnumerateArray());
        Assert.Equal((open, 1), (IdOf(shown), shown.GetProperty("votes").GetInt32()));
        var mine = await MineAsync(again);
        Assert.Equal(waiting, IdOf(Assert.Single(mine.GetProperty("asked").EnumerateArray())));
        Assert.Equal(open, IdOf(Assert.Single(mine.GetProperty("votedFor").EnumerateArray())));
    }

    [Fact]
    public async Task Is_exported_without_a_cell_that_begins_a_formula()
    {
        var id = await CreateAsync();
        await using var bob = await host.JoinAsync(id, "viewer", "+Bob");
        await AskAsync(bob, "=HYPERLINK(\"http://example.org\", \"why?\")");
        using var answer = await host.Organizer.GetAsync(new Uri($"/api/webinars/{id}/questions.csv", UriKind.Relative));
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Contains(",'+Bob,Viewer,\"'=HYPERLINK(\"\"http://example.org\"\", \"\"why?\"\")\",0,Open,,,", lines[1], StringComparison.Ordinal);
        using var stranger = host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri($"/api/webinars/{id}/questions.csv", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u200B\u2800")]
    [InlineData(null)]
    public async Task Refuses_nothing_asked_and_too_much(string? text)
    {
        var id = await CreateAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        await viewer.AssertRefusedAsync("invalid_request", "AskQuestion", new { text });
        await viewer.AssertRefusedAsync("invalid_request", "AskQuestion", new { text = new string('x', 501) });
        await viewer.AssertRefusedAsync("not_found", "VoteQuestion", new { id = "7; DROP TABLE Questions", isFor = true });
    }

    [Fact]
    public async Task Is_no_further_one_while_ten_of_the_same_person_have_no_answer()
    {
        var id = await CreateAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        var first = IdOf(await AskAsync(viewer, "Question 0"));
        for (var question = 1; question < 10; question++)
            await AskAsync(viewer, $"Question {question}");
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await viewer.AssertRefusedAsync("conflict", "AskQuestion", new { text = "One more" });
        await ann.InvokeAsync("AnswerQuestion", new { id = first });
        await AskAsync(viewer, "One more");
    }

    private async Task<string> CreateAsync(bool moderateQuestions = false, bool anonymousQuestions = false)
    {
        var created = await host.Organizer.PostAsJsonAsync("/api/webinars", new { title = "Welcome", record = false, moderateQuestions, anonymousQuestions });
        return (await created.ReadAsync()).GetProperty("id").GetString()!;
    }

    /// <summary>Asks as slowly as one may.</summary>
    private async Task<JsonElement> AskAsync(HubClient client, string text)
    {
        host.Time.Advance(TimeSpan.FromSeconds(2));
        return await client.InvokeAsync("AskQuestion", new { text });
    }

    private static Task<JsonElement> MineAsync(HubClient client) => client.InvokeAsync("MyQuestions", new { });

    /// <returns>The questions that somebody is given who comes now.</returns>
    private async Task<JsonElement> LateAsync(string webinarId, string role)
    {
        await using var late = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(webinarId, role));
        return (await late.InvokeAsync("Join", new { displayName = "Late" })).GetProperty("questions");
    }

    private static string IdOf(JsonElement question) => question.GetProperty("id").GetString()!;

    private static string StateOf(JsonElement question) => question.GetProperty("state").GetString()!;
}

public sealed class SqliteQuestionTests(ApiHost host) : QuestionTests(host), IClassFixture<ApiHost>;

[Trait("Category", "Servers")]
public sealed class PostgreSqlQuestionTests(PostgresHost host) : QuestionTests(host), IClassFixture<PostgresHost>;
