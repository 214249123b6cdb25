using Icomm.Actors.Publishing.Tests.Support;
using Icomm.Actors.StoreSimulator.Icommkt;

namespace Icomm.Actors.Publishing.Tests.Icommkt;

/// <summary>What reaches the contacts API when all goes well, or only some contacts do not.</summary>
public sealed class PublishingTests
{
    [Theory]
    [InlineData(StatusForm.Number)]
    [InlineData(StatusForm.Text)]
    public async Task Every_indicator_of_every_contact_arrives(StatusForm form)
    {
        await using var harness = await IcommktHarness.StartAsync(icommkt: new IcommktOptions { StatusForm = form, RequiredFields = PublishedFields.Names });
        var people = People.Persons(37);
        await using var sink = harness.Sink(("batchSize", "10"));

        var outcomes = await sink.SendAsync(people, CancellationToken.None);
        await sink.CompleteAsync(CancellationToken.None);

        Assert.All(outcomes, outcome => Assert.True(outcome.IsAccepted, outcome.Message));
        Assert.Equal(people.Length, outcomes.Length);
        Assert.Equal(4, harness.Icommkt.Requests.Count);
        Oracle.AssertSame(people, harness.Icommkt.Contacts());
        harness.AssertNoViolations();
    }

    [Fact]
    public async Task What_was_emptied_is_emptied_there_and_a_name_that_is_not_known_stays()
    {
        await using var harness = await IcommktHarness.StartAsync();
        await using var sink = harness.Sink();
        var person = People.Person(1);
        await sink.SendAsync([person], CancellationToken.None);

        await sink.SendAsync([People.Emptied(person) with { FirstName = null, LastName = " " }], CancellationToken.None);

        Oracle.AssertSame([People.Emptied(person)], harness.Icommkt.Contacts());
        harness.AssertNoViolations();
    }

    [Fact]
    public async Task The_latest_wins_whatever_the_e_mail_s_letter_case()
    {
        await using var harness = await IcommktHarness.StartAsync();
        await using var sink = harness.Sink();
        var (before, after) = (People.Person(1, seed: 1), People.Person(1, seed: 2));
        await sink.SendAsync([before], CancellationToken.None);

        await sink.SendAsync([after with { Email = after.Email.ToUpperInvariant() }], CancellationToken.None);

        Oracle.AssertSame([after], harness.Icommkt.Contacts());
    }

    [Fact]
    public async Task Names_go_where_the_target_wants_them_or_nowhere()
    {
        await using var harness = await IcommktHarness.StartAsync(icommkt: new IcommktOptions { TextFields = ["Primer nombre"] });
        await using var sink = harness.Sink(("firstNameField", "Primer nombre"), ("lastNameField", "-"));

        await sink.SendAsync([People.Person(1)], CancellationToken.None);

        var fields = Assert.Single(harness.Icommkt.Contacts()).Fields;
        Assert.Equal("Ñandú 1", fields["Primer nombre"]);
        Assert.DoesNotContain("Apellido", fields.Keys);
        harness.AssertNoViolations();
    }

    [Fact]
    public async Task A_refused_contact_is_named_by_its_place_and_stops_nobody()
    {
        await using var harness = await IcommktHarness.StartAsync();
        harness.Icommkt.Reject(new RejectionRule(People.Email(3)) { StatusCode = 7, Message = "El contacto {email} <{email}> está de baja icommkt-simulator-key-1" });
        harness.Icommkt.Reject(new RejectionRule(People.Email(8)) { StatusCode = 9, Message = "" });
        var people = People.Persons(10);
        await using var sink = harness.Sink(("batchSize", "4"));

        var outcomes = await sink.SendAsync(people, CancellationToken.None);

        Assert.Equal([3, 8], Enumerable.Range(0, 10).Where(i => !outcomes[i].IsAccepted));
        Assert.Equal((ContactRejections.RefusedByIcommkt, "ICOMMKT refused the contact with status 7: El contacto (e-mail) <(e-mail)> está de baja (key)"), (outcomes[3].Code, outcomes[3].Message));
        Assert.Equal("ICOMMKT refused the contact with status 9.", outcomes[8].Message);
        Oracle.AssertSame(people.Where((_, i) => i is not 3 and not 8), harness.Icommkt.Contacts());
        harness.AssertSecretsKept(harness.Logs.Text);

        harness.Icommkt.ClearRejections();
        Assert.All(await sink.SendAsync(people, CancellationToken.None), outcome => Assert.True(outcome.IsAccepted));
        Oracle.AssertSame(people, harness.Icommkt.Contacts());
    }

    [Fact]
    public async Task What_could_never_be_taken_is_not_sent()
    {
        await using var harness = await IcommktHarness.StartAsync();
        await using var sink = harness.Sink();
        var fields = People.Person(1).Fields;
        Contact[] people =
        [
            People.Person(0),
            People.Person(1) with { Email = "  " },
            People.Person(2) with { Email = new string('a', 250) + "@shop.example" },
            People.Person(3) with { Email = "line\nbreak@shop.example" },
            People.Person(4) with { Email = People.Email(0).ToUpperInvariant() },
            People.Person(5) with { Fields = [.. Enumerable.Repeat(fields, 10).SelectMany(each => each)] },
            People.Person(6) with { Fields = [new ContactField("ICOMMKT_RFM_Segment", new string('x', 2_000_000))] },
            People.Person(7),
        ];

        var outcomes = await sink.SendAsync(people, CancellationToken.None);

        Assert.Equal(
            [null, "contact_email_invalid", "contact_email_invalid", "contact_email_invalid", "contact_email_duplicate", "contact_too_large", "contact_too_large", null],
            outcomes.Select(outcome => outcome.Code));
        Oracle.AssertSame([people[0], people[7]], harness.Icommkt.Contacts());
        harness.AssertNoViolations();
        Assert.Single(harness.Icommkt.Requests);
    }

    [Fact]
    public async Task Large_contacts_are_spread_over_more_requests()
    {
        await using var harness = await IcommktHarness.StartAsync(icommkt: new IcommktOptions());
        await using var sink = harness.Sink();
        var people = People.Persons(6).Select(person => person with { Fields = [new ContactField("ICOMMKT_RFM_Segment", new string('x', 900_000))] }).ToArray();

        var outcomes = await sink.SendAsync(people, CancellationToken.None);

        Assert.All(outcomes, outcome => Assert.True(outcome.IsAccepted));
        Assert.Equal(2, harness.Icommkt.Requests.Count);
        Oracle.AssertSame(people, harness.Icommkt.Contacts());
    }

    [Fact]
    public async Task Nobody_is_no_request()
    {
        await using var harness = await IcommktHarness.StartAsync();
        await using var sink = harness.Sink();

        Assert.Empty(await sink.SendAsync([], CancellationToken.None));
        await sink.CompleteAsync(CancellationToken.None);

        Assert.Empty(harness.Icommkt.Requests);
    }

    [Fact]
    public async Task Awkward_text_arrives_as_one_line_of_good_Unicode()
    {
        await using var harness = await IcommktHarness.StartAsync(icommkt: new IcommktOptions());
        await using var sink = harness.Sink();
        var person = People.Person(1) with
        {
            FirstName = " Ana\r\nLucía\t\uD83D\uDE00 \uD800</script>\\ ",
            Fields = [new ContactField("ICOMMKT_Products_30_Days", System.Collections.Immutable.ImmutableArray.Create("a|b", "c\nd", "\"e\""))],
        };

        Assert.True((await sink.SendAsync([person], CancellationToken.None))[0].IsAccepted);

        var fields = Assert.Single(harness.Icommkt.Contacts()).Fields;
        Assert.Equal("Ana  Lucía \uD83D\uDE00 \uFFFD</script>\\", fields["Nombre"]);
        Assert.Equal("a/b|c d|\"e\"", fields["ICOMMKT_Products_30_Days"]);
        harness.AssertNoViolations();
    }
}
