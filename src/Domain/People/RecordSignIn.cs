using System.Text.Json.Serialization;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>What came of an attempt at the door, or of a session.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SignInOutcome>))]
public enum SignInOutcome
{
    /// <summary>Signed in.</summary>
    SignedIn,

    /// <summary>Signed in while a session was open on another terminal: flagged, since accounts are not shared.</summary>
    SignedInElsewhereToo,

    /// <summary>The password was wrong.</summary>
    WrongPassword,

    /// <summary>A password was wrong once too often: no attempt counts until the lock-out ends.</summary>
    LockedOut,

    /// <summary>The attempt was refused because the person is disabled.</summary>
    Disabled,

    /// <summary>The password given for a signature was wrong.</summary>
    WrongSignature,

    /// <summary>The person chose a password of their own.</summary>
    PasswordChosen,

    /// <summary>Signed out.</summary>
    SignedOut,

    /// <summary>The first of the site who may vouch for others chose a password, while nobody could vouch for them.</summary>
    PasswordChosenUnvouched,

    /// <summary>The code of the second factor was wrong.</summary>
    WrongCode,

    /// <summary>A second factor was set up: authenticator or passkey.</summary>
    SecondFactorAdded,

    /// <summary>A second factor was taken away.</summary>
    SecondFactorRemoved,

    /// <summary>A recovery code was used in the place of the authenticator.</summary>
    RecoveryCodeUsed,

    /// <summary>The screen was locked; the session waits for its person.</summary>
    ScreenLocked,

    /// <summary>The person came back to a locked screen.</summary>
    ScreenUnlocked,
}

/// <summary>Records an attempt at the door. Names nobody registered are not recorded: passwords get typed into that field.</summary>
/// <param name="PersonId">Whose id was given.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Attempts">How many attempts on an account that was locked out already this stands for; null for the lock-out itself and for any other outcome.</param>
[AllowedTo(Role.System)]
public sealed record RecordSignIn(string PersonId, SignInOutcome Outcome, int? Attempts = null) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act) =>
        state.RefusalUnlessRegistered(PersonId) is { } unknown ? unknown : new SignInRecorded(Outcome, act.Terminal) { Attempts = Attempts };
}

/// <summary>An attempt at the door, and the terminal at which it was made.</summary>
public sealed record SignInRecorded(SignInOutcome Outcome, string Terminal) : Event<Person>
{
    /// <summary>How many attempts on an account that was locked out already this stands for, the latest at the terminal; null for one attempt of any other kind.</summary>
    public int? Attempts { get; init; }

    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) => Outcome switch
    {
        SignInOutcome.WrongPassword or SignInOutcome.WrongSignature or SignInOutcome.WrongCode => state with { Failing = true },
        // Attempts on a locked account are recorded when their minute is over, and that can be after somebody failed at it anew.
        SignInOutcome.LockedOut => Alerting(state, when.At) with { Failing = state.Failing && Attempts is not null },
        SignInOutcome.SignedInElsewhereToo or SignInOutcome.PasswordChosenUnvouched => Alerting(state, when.At),
        _ => state,
    };

    private Person Alerting(Person state, DateTimeOffset at) =>
        state with { Alerts = [.. state.Alerts.Where(alert => (alert.What, alert.Terminal) != (Outcome, Terminal)), new DoorAlert(Outcome, Terminal, at)] };
}
