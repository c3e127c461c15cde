using Microsoft.Playwright;

namespace Cellwright.Browser;

/// <summary>Text at 200 % (WCAG 2.2, success criterion 1.4.4): nothing is cut off, nothing lies over another, and the page does not have to be moved sideways.</summary>
internal static class AtTwiceTheSize
{
    // Text that a box cuts off; things to press that are not wholly within the window or what scrolls; things to press that cover each other.
    private const string Look = """
        () => {
          const seen = one => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible' && !one.closest('.unseen, details:not([open]) > :not(summary), [hidden], .skip');
          const name = one => `${one.tagName.toLowerCase()}${one.className && typeof one.className === 'string' ? '.' + one.className.trim().replace(/\s+/g, '.') : ''} "${one.innerText.trim().slice(0, 50)}"`;
          const scrolls = one => { for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return up; return null; };
          const wrong = [];
          const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          if (wide > 0) wrong.push(`the page is ${wide} px wider than the window`);
          const words = [...document.querySelectorAll('h1, h2, h3, button, .button, .mark, legend, th, dt, dd, label')].filter(seen);
          for (const one of words) {
            if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && getComputedStyle(one).display !== 'inline') wrong.push(`cut off: ${name(one)}, ${one.scrollWidth} in ${one.clientWidth} px`);
            const box = one.getBoundingClientRect();
            if (!scrolls(one) && (box.left < -1 || box.right > innerWidth + 1)) wrong.push(`beyond the window: ${name(one)}`);
          }
          for (const one of [...document.querySelectorAll('main p, main dd, main td, main li')].filter(seen))
            if (!scrolls(one) && one.innerText.length > 15 && one.clientWidth > 0 && one.clientWidth < 56) wrong.push(`a letter or two a line: ${name(one)}`);
          const stays = [...document.querySelectorAll('header, .foot, .thumb, .bar')].filter(seen).filter(one => /fixed|sticky/.test(getComputedStyle(one).position)).reduce((sum, one) => { const box = one.getBoundingClientRect(); return sum + box.height + Math.min(0, parseFloat(getComputedStyle(one).top) || 0); }, 0);
          const own = [...document.querySelectorAll('.work')].filter(one => /auto|scroll/.test(getComputedStyle(one).overflowY)).map(one => one.clientHeight);
          const room = Math.min(innerHeight - stays, ...own);
          if (room < 0.5 * innerHeight) wrong.push(`only ${Math.round(room)} of ${innerHeight} px of the window move, and the rest stays`);
          const press = [...document.querySelectorAll('main button, main .button, main input, main select, main textarea, .foot button, .bar a, .bar button')].filter(seen);
          for (const [at, one] of press.entries()) {
            const a = one.getBoundingClientRect();
            for (const other of press.slice(at + 1)) {
              if (one.contains(other) || other.contains(one) || scrolls(one) !== scrolls(other) || !!one.closest('.foot, .thumb, .bar') !== !!other.closest('.foot, .thumb, .bar')) continue;
              const b = other.getBoundingClientRect();
              if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2) wrong.push(`${name(one)} lies over ${name(other)}`);
            }
          }
          scrollTo(0, document.documentElement.scrollHeight);
          const patient = document.querySelector('.who-bar dl')?.getBoundingClientRect();
          if (patient && (patient.top < -1 || patient.bottom > innerHeight)) wrong.push('the identifiers of the patient leave the window');
          return [...new Set(wrong)];
        }
        """;

    /// <summary>What is wrong on a page that somebody has zoomed to 200 % on a tablet: half as many of the page's own pixels each way. Nothing when all is well.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page)
    {
        await page.SetViewportSizeAsync(1280 / 2, 800 / 2);
        return await page.EvaluateAsync<string[]>(Look);
    }
}
