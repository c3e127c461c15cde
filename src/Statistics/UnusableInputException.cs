namespace Cellwright.Statistics;

/// <summary>
/// The one refusal of this library: the numbers cannot answer the question. Its message is a sentence that says what
/// is wrong with them and what to do. No function here answers with NaN instead.
/// </summary>
public sealed class UnusableInputException(string sentence) : ArgumentException(sentence);
