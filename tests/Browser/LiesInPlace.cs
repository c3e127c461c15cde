using Microsoft.Playwright;

namespace Cellwright.Browser;

/// <summary>What a hand hits and what an eye follows: things to press are large enough, marks stand on the line of their words, numbers at a range keep apart, and no table is cut.</summary>
internal static class LiesInPlace
{
    /// <summary>The least that is asked of everything to press, in pixels (WCAG 2.2, success criterion 2.5.8).</summary>
    private const double Least = 24;

    /// <summary>The least under a thumb, in pixels (WCAG 2.2, success criterion 2.5.5).</summary>
    private const double Thumb = 44;

    /// <summary>12 mm in a glove: a pixel of a page is 1/96 inch.</summary>
    private const double Glove = 12 / 25.4 * 96;

    // A link within a sentence is as high as its line: the success criterion excepts it. In tables and headings nothing is a sentence.
    private const string Look = """
        ([least, thumb, glove]) => {
          const seen = one => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible' && !one.closest('.unseen, details:not([open]) > :not(summary), [hidden], .skip');
          const name = one => `${one.tagName.toLowerCase()}${typeof one.className === 'string' && one.className ? '.' + one.className.trim().replace(/\s+/g, '.') : ''} "${(one.innerText ?? one.textContent).trim().slice(0, 40)}"`;
          const wrong = [];
          const inSentence = one => {
            if (one.tagName !== 'A' || getComputedStyle(one).display !== 'inline') return false;
            let block = one.parentElement;
            while (getComputedStyle(block).display === 'inline') block = block.parentElement;
            if (block.matches('td, th, header, nav')) return false;
            const rest = block.cloneNode(true);
            rest.querySelectorAll('a, button, .mark').forEach(link => link.remove());
            return /\p{L}/u.test(rest.textContent);
          };
          for (const one of [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea, [role=button]')].filter(seen)) {
            if (inSentence(one)) continue;
            const box = (/checkbox|radio/.test(one.type) && one.closest('label') || one).getBoundingClientRect();
            const asked = one.closest('.operate') ? glove : one.closest('.thumb') ? thumb : least;
            if (box.height < asked - .1 || box.width < asked - .1) wrong.push(`${name(one)} is ${Math.round(box.width)} × ${Math.round(box.height)} px, and ${Math.round(asked)} are asked`);
          }
          const probe = () => { const one = document.createElement('span'); one.style.cssText = 'display: inline-block; width: 0; height: 0'; return one; };
          for (const mark of [...document.querySelectorAll('.mark')].filter(seen)) {
            let next = mark.nextSibling;
            while (next && next.nodeType !== 1 && !next.textContent.trim()) next = next.nextSibling;
            const around = getComputedStyle(mark.parentElement);
            if (!next || /flex|grid/.test(around.display) && around.alignItems !== 'baseline') continue;
            if (next.nodeType === 1 && (!seen(next) || next.matches('br, details, svg, input, button, .button, .count, ul, dl') || /^(block|flex|grid)/.test(getComputedStyle(next).display) && !/flex/.test(around.display))) continue;
            const [own, other] = [probe(), probe()];
            mark.querySelector(':scope > span').prepend(own);
            if (next.nodeType === 1) next.prepend(other); else next.before(other);
            const off = own.getBoundingClientRect().bottom - other.getBoundingClientRect().bottom;
            own.remove(); other.remove();
            if (Math.abs(off) > 1 && Math.abs(off) < 12) wrong.push(`${name(mark)} stands ${Math.round(off)} px off the words beside it`);
          }
          for (const range of [...document.querySelectorAll('.range')].filter(seen)) {
            const ticks = [...range.querySelectorAll('.tick')].map(one => [one.innerText, one.getBoundingClientRect()]);
            for (const [at, [words, a]] of ticks.entries())
              for (const [others, b] of ticks.slice(at + 1)) if (a.left < b.right - 1 && b.left < a.right - 1) wrong.push(`at a range ${words} lies over ${others}`);
          }
          // Lists become cards on a phone; a table of numbers may be moved there, and shows that it can be.
          for (const one of [...document.querySelectorAll('.scroll')].filter(seen))
            if (one.scrollWidth > one.clientWidth + 1 && (innerWidth >= 1280 || one.querySelector('.cards'))) wrong.push(`a table is cut: ${one.scrollWidth} in ${one.clientWidth} px, "${(one.querySelector('th')?.innerText ?? '').trim()}…"`);
          return [...new Set(wrong)];
        }
        """;

    /// <summary>What is out of place on a page as it stands now.</summary>
    /// <param name="page">The page.</param>
    /// <param name="where">What it shows, for the sentence of a finding.</param>
    public static async Task<IEnumerable<string>> FindAsync(IPage page, string where) =>
        (await page.EvaluateAsync<string[]>(Look, new[] { Least, Thumb, Glove })).Select(finding => $"{where}: {finding}");
}
