using Cellwright.Domain.Execution.Commands;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser.Guides;

/// <summary>An operator's day at a tablet with a scanner: from signing in to locking the screen.</summary>
[Guide("operator")]
public sealed class OperatorsDay(SiteUnderTest site, Chromium chromium, Diary diary) : Day(site, chromium, diary)
{
    private const string Batch = "B-2042", Processor = "CP-42";

    [HowTo, Requirement("P11-10d")]
    public Task Sign_in_and_find_your_batch() => TellAsync("Everything that you do is recorded under your name, so sign in as yourself, at each tablet.", async tell =>
    {
        await Site.BatchAsync(Batch);
        await Site.OrderAsync("B-2043", started: false);
        var ada = await ScreenAsync("ada");
        await ada.Page.GotoAsync(new Uri(Site.Address, "/").ToString());
        await tell.StepAsync(ada, "Type your **User id** and your **Password**, and press **Sign in**. If you were given a one-time password, you choose your own first; a supervisor or somebody of QA stands beside you and vouches.", async () =>
        {
            await ada.FillAsync("User id", "ada");
            await ada.FillAsync("Password", SiteUnderTest.Password);
            await ada.PressAsync("Sign in");
            await ada.AtAsync("Board");
        });
        await tell.SeeAsync(ada, "The **Board** lists the batches under way, those that need somebody first, each with what it waits for and the clock that runs out next.", () => ada.SeesAsync(Batch));
        await tell.PictureAsync(ada, "The board: two batches, one ready for its first step, one to be started by a supervisor");
        await tell.StepAsync(ada, "Press **Operate** in the row of your batch.", async () =>
        {
            await ada.FollowAsync("Operate", within: ada.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Batch }));
            await ada.Known.ListeningAsync();
        });
        await tell.SeeAsync(ada, "Compare **Patient (chain of identity)**, **Batch** and **Order** at the top with what is in your hands, before anything else.", () => ada.SeesAsync($"COI-{Batch}-7Q4"));
    });

    [HowTo, Requirement("P211-100", "P11-50a")]
    public Task Do_a_step() => TellAsync("The page shows the one next thing. The server refuses the wrong one and says why, so you need not be afraid of pressing it.", async tell =>
    {
        var ada = await AtAsync("ada");
        await tell.StepAsync(ada, "Press **Start this step**, and do what its one or two sentences say.", async () =>
        {
            await ada.Known.PressMainAsync("Start this step");
            await ada.Known.SaidSavedAsync("R01 started");
        });
        await tell.StepAsync(ada, "Press **It is so** at each sentence when it is true. Each is recorded at once, with its own time.", () => ada.Known.ConfirmAsync("Patient identifier"));
        await tell.PictureAsync(ada, "A step with one sentence confirmed, one in hand, and a signature still to give");
        await ada.Known.ConfirmAsync("The bag is intact");
        await tell.StepAsync(ada, "Where the step asks for your signature, press **Read and sign** and read what stands there, word for word.", async () =>
        {
            await ada.PressAsync("Read and sign");
            await Expect(ada.Dialog.Locator(".statement")).ToContainTextAsync(Batch);
        });
        await tell.PictureAsync(ada, "The signature: the text that is signed, its meaning, and the fields for user id and password");
        await tell.StepAsync(ada, "Give **User id** and **Password**, and press **Sign**. The first signature asks for both; nobody else can use it for anything else.", () => ada.SignAsync("ada"));
        await tell.StepAsync(ada, "Press **Complete this step**. While something is missing, the line beside the button says what; while it is too early, until when.", async () =>
        {
            await ada.Known.PressMainAsync("Complete this step");
            await ada.Known.SaidSavedAsync("R01 completed");
        });
    });

    [HowTo, Requirement("P11-10h", "P211-105")]
    public Task Scan_a_label() => TellAsync("Equipment and lots are identified by their labels. Hold the scanner to the label; you need not be in a field.", async tell =>
    {
        var ada = await AtAsync("ada");
        await ada.Known.PressMainAsync("Start this step");
        await ada.Known.SaidSavedAsync("R02 started");
        await tell.StepAsync(ada, "Scan. A wrong scan is loud: it says what was **Expected** and what was **Read**, and records nothing.", async () =>
        {
            await ada.Known.ScanAsync("IL2-77");
            await Expect(ada.Known.Loud).ToContainTextAsync("IL2-77");
        });
        await tell.PictureAsync(ada, "A wrong scan: a cell processor was expected, the label of a lot was read");
        await tell.StepAsync(ada, "Press **I have seen it**, take the right one, and scan again. Identity, class, room, calibration, cleaning and use are checked as you scan.", async () =>
        {
            await ada.PressAsync("I have seen it");
            await ada.Known.ScanAsync(Processor);
            await ada.Known.SaidSavedAsync($"{Processor} checked in");
        });
        await ada.Known.PressMainAsync("Complete this step");
        await ada.Known.SaidSavedAsync("R02 completed");
    });

    [HowTo, Requirement("P211-68b2")]
    public Task Record_a_value_from_equipment() => TellAsync("The device measures; you look and record. The number comes with every digit and its unit, and the record keeps where it came from.", async tell =>
    {
        var ada = await AtAsync("ada");
        await ada.Known.PressMainAsync("Start this step");
        await ada.Known.SaidSavedAsync("R03 started");
        await tell.SeeAsync(ada, "The value stands there already, beside its ranges. If it is stale or doubtful the page says why: check the device. An instrument that several batches share measures for one step at a time; until it is your turn the page names the batch that has it.", () => ada.SeesAsync("37.02"));
        await tell.PictureAsync(ada, "A live value of a chamber's temperature with its target, its normal and its proven range");
        await tell.StepAsync(ada, "Press **Record 37.02 °C**: the button says what will be recorded.", async () =>
        {
            await ada.PressAsync("Record 37.02 °C");
            await ada.Known.SaidSavedAsync("Chamber temperature");
        });
    });

    [HowTo, Requirement("P11-10h", "P11-200a")]
    public Task Record_what_a_device_cannot_give() => TellAsync("A probe is being replaced, a display still works. What you type is shown as typed everywhere, with your reason, and a second person verifies it.", async tell =>
    {
        var ada = await AtAsync("ada");
        await tell.StepAsync(ada, "Open **The device cannot give it**, type the **Value** as you read it and the **Reason**, and press **Record as typed**. The unit is fixed.", async () =>
        {
            await ada.UnfoldAsync("The device cannot give it");
            await ada.FillAsync("Value", "4.4");
            await ada.FillAsync("Reason", "The sensor is being replaced; read at the incubator's own display.");
            await ada.PressAsync("Record as typed");
            await ada.Known.SaidSavedAsync("CO2");
        });
        await tell.StepAsync(ada, "Call a second person, who looks for themselves and presses **Verify** at your screen.", async () =>
        {
            await ada.PressAsync("Verify");
            await Expect(ada.Dialog.Locator(".statement")).ToContainTextAsync("4.4");
        });
        await tell.StepAsync(ada, "They give their own **User id** and **Password** and press **Sign**. The tablet stays yours.", () => ada.SignAsync("ben"));
        await tell.PictureAsync(ada, "The step with a recorded temperature and a CO2 that is marked as typed, both done");
    });

    [HowTo, Requirement("DI-4", "P11-10e1", "P11-10e2", "A11-9")]
    public Task Correct_a_wrong_value() => TellAsync("Nothing is overwritten: both values stay readable, with your reason. To correct honestly is never held against you by the system.", async tell =>
    {
        var ada = await AtAsync("ada");
        await tell.StepAsync(ada, "Press **Correct** beside the value, or later *Record and corrections* at its step in the batch's timeline.", () =>
            ada.FollowAsync("Correct", "R03 Record the chamber", ada.Page.Locator(".demand.line").Filter(new() { HasText = "CO2" })));
        await tell.StepAsync(ada, "Give the **Right value** and say why the first is wrong and how the right one is known.", async () =>
        {
            await ada.FillAsync("Right value", "4.9");
            await ada.FillAsync("Why is it wrong", "Misread; the photograph shows 4.9.");
        });
        await tell.SeeAsync(ada, "Read **What follows**: which values are computed again, which decision would have gone another way (that opens a deviation), which signatures lapse.", () => ada.SeesAsync("the signature of Ben Second (verification of co2) lapses"));
        await tell.PictureAsync(ada, "A correction before it is given: the new value, the reason, and that a verification lapses", whole: true);
        await tell.StepAsync(ada, "Press **Correct it**. Only what the correction touched is verified and signed again: the second person presses **Verify CO2** and signs.", async () =>
        {
            await ada.PressAsync("Correct it");
            await ada.PressAsync("Verify CO2");
            await ada.SignAsync("ben");
        });
        await tell.StepAsync(ada, "Press **Operate** to go on with the step.", async () =>
        {
            await ada.FollowAsync("Operate");
            await ada.Known.ListeningAsync();
            await ada.Known.PressMainAsync("Complete this step");
            await ada.Known.SaidSavedAsync("R03 completed");
        });
    });

    [HowTo, Requirement("P211-101")]
    public Task Add_a_lot() => TellAsync("Only a released lot of the right material is taken, before it expires, and of which enough is left. A critical addition takes a second, independent person.", async tell =>
    {
        var ada = await AtAsync("ada");
        await tell.StepAsync(ada, "Where steps may be done beside each other, the page asks **Which step now?** Choose one.", async () =>
        {
            await ada.PressAsync("Ready R04");
            await ada.Known.PressMainAsync("Start this step");
            await ada.Known.SaidSavedAsync("R04 started");
        });
        await tell.StepAsync(ada, "Scan the lot, whichever is in your hand: the page finds what it is for. Type the amount and press **Add**.", async () =>
        {
            await ada.Known.ScanAsync("IL2-77");
            await ada.SeesAsync("Lot IL2-77 read");
            await ada.FillAsync("Interleukin-2, kIU", "600");
            await ada.PressAsync("Add 600 kIU");
            await ada.Known.SaidSavedAsync("600 kIU of lot IL2-77");
        });
        await tell.StepAsync(ada, "If a label cannot be scanned, open **The label cannot be scanned**, type the **Code on the label** and press **Use this code**.", async () =>
        {
            await ada.UnfoldAsync("The label cannot be scanned");
            await ada.FillAsync("Code on the label", "TCM-12");
            await ada.PressAsync("Use this code");
            await ada.FillAsync("Medium, mL", "2905");
            await ada.PressAsync("Add 2905 mL");
            await ada.Known.SaidSavedAsync("2905 mL");
        });
        await tell.PictureAsync(ada, "Two lots were added; the critical one waits for a second person");
        await tell.StepAsync(ada, "The second person looks at the lot and the amount, presses **Verify** and signs. Then complete the step.", async () =>
        {
            await ada.PressAsync("Verify");
            await ada.SignAsync("ben");
            await ada.Known.PressMainAsync("Complete this step");
            await ada.Known.SaidSavedAsync("R04 completed");
        });
    });

    [HowTo, Requirement("P211-100")]
    public Task Take_a_sample_and_type_its_result() => TellAsync("The server gives each sample a label that is never used twice.", async tell =>
    {
        var ada = await AtAsync("ada");
        await ada.Known.PressMainAsync("Start this step");
        await ada.Known.SaidSavedAsync("R05 started");
        await tell.StepAsync(ada, "Take the sample, press **Sample taken**, and write the label on the tube.", async () =>
        {
            await ada.PressAsync("Sample taken");
            await ada.Known.SaidSavedAsync("Cell count, day 0");
        });
        await tell.StepAsync(ada, "Type the **Value** as you read it; the mark moves in its ranges while you type, and the button says what will be recorded. Press **Record**.", async () =>
        {
            await ada.FillAsync("Value", "1.1e6");
            await ada.PressAsync("Record");
            await ada.Known.SaidSavedAsync("Viable cell density");
        });
        await tell.PictureAsync(ada, "A sample with its label, and a count that waits for the second person");
        await tell.StepAsync(ada, "The second person looks at the display, presses **Verify** and signs.", async () =>
        {
            await ada.PressAsync("Verify");
            await ada.SignAsync("ben");
            await ada.Known.PressMainAsync("Complete this step");
            await ada.Known.SaidSavedAsync("R05 completed");
        });
    });

    [HowTo, Requirement("P211-100")]
    public Task Report_what_no_limit_sees() => TellAsync("A spill, a torn glove, a dropped bag: say it when it happens. What leaves its limits opens a deviation by itself; then keep the cells safe and call a supervisor, because time limits go on.", async tell =>
    {
        var ada = await AtAsync("ada");
        await ada.Known.PressMainAsync("Start this step");
        await ada.Known.SaidSavedAsync("R06 started");
        await tell.StepAsync(ada, "Open **More** and press **Report a deviation…**, or **Report it and hold the batch…** when nothing may go on.", async () =>
        {
            await ada.UnfoldAsync("More");
            await ada.SeesAsync("Report it and hold the batch…");
            await ada.PressAsync("Report a deviation…");
        });
        await tell.StepAsync(ada, "Answer **What happened, in one sentence?** and press **Report it**. The quality unit is told at once.", async () =>
        {
            await ada.FillAsync("What happened, in one sentence?", "The outer glove tore while the bag was hung up.", ada.Dialog);
            await tell.PictureAsync(ada, "The report: what it does, and one sentence on what happened");
            await ada.PressAsync("Report it", ada.Dialog);
            await Expect(ada.Dialog).ToHaveCountAsync(0);
        });
        await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Domain.Deviations.Deviation>($"{Batch}-D1")).What.Contains("outer glove", StringComparison.Ordinal), "the deviation is open");
    });

    [HowTo, Requirement("P11-10f", "P211-100")]
    public Task Stop_when_you_must_and_hand_over() => TellAsync("Cells do not pause: the clocks go on, and the board shows them.", async tell =>
    {
        var ada = await AtAsync("ada");
        await tell.StepAsync(ada, "Open **More**, press **Pause the batch…**, answer **Why?** and press **Pause**. A supervisor resumes it.", async () =>
        {
            await ada.UnfoldAsync("More");
            await ada.PressAsync("Pause the batch…");
            await ada.FillAsync("Why?", "Fire alarm", ada.Dialog);
            await ada.PressAsync("Pause", ada.Dialog);
            await Expect(ada.Dialog).ToHaveCountAsync(0);
        });
        await SiteUnderTest.Until(async () => (await Site.StateAsync(Batch)).Status == Domain.Execution.BatchStatus.Paused, "the batch is paused");
        await Site.As("cora", new ResumeBatch(Batch, "The alarm is over"));
        var ben = await AtAsync("ben");
        await ben.Known.OpenAsync(Batch);
        await tell.StepAsync(ben, "When your shift ends, the colleague who comes opens **More** on their own screen, presses **Take over the batch…**, writes what the next shift must know, and presses **Take over**.", async () =>
        {
            await ben.UnfoldAsync("More");
            await ben.PressAsync("Take over the batch…");
            await ben.FillAsync("What must the next shift know?", "The rest at 37 degrees began; the outer glove is reported.", ben.Dialog);
            await tell.PictureAsync(ben, "Taking over a batch: what the next shift must know");
            await ben.PressAsync("Take over", ben.Dialog);
            await Expect(ben.Dialog).ToHaveCountAsync(0);
        });
        await SiteUnderTest.Until(async () => (await Site.StateAsync(Batch)).Responsible == "ben", "Ben is responsible");
    });

    [HowTo, Requirement("P11-200a", "DI-1")]
    public Task Step_away_from_a_tablet() => TellAsync("After 15 minutes without an act the server signs you out. When the network is gone, what was saved is said at the foot of the page, plainly; what you typed is kept; when it is back, press again: it is recorded once, however often you press.", async tell =>
    {
        var ada = await AtAsync("ada");
        await tell.StepAsync(ada, "Open **More** and press **Lock the screen**.", async () =>
        {
            await ada.UnfoldAsync("More");
            await ada.PressAsync("Lock the screen");
            await Expect(ada.Page.Locator("h1")).ToContainTextAsync("Screen locked");
        });
        await tell.PictureAsync(ada, "The locked screen: its person comes back with the password, or somebody else signs in");
        await tell.StepAsync(ada, "Come back with your **Password** and **Come back**; or a colleague takes the tablet by **Somebody else signs in**.", async () =>
        {
            await ada.FillAsync("Password", SiteUnderTest.Password);
            await ada.PressAsync("Come back");
            await ada.Known.ListeningAsync();
        });
        await ada.GoAsync("/", "Board");
        await tell.StepAsync(ada, "When you are done, open your name at the top and press **Sign out**.", async () =>
        {
            await ada.UnfoldAsync("Ada Operator");
            await ada.PressAsync("Sign out");
            await Expect(ada.Page.GetByLabel("User id")).ToBeVisibleAsync();
        });
    });
}
