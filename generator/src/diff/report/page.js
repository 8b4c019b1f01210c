
'use strict';
(() => {
  const form = document.getElementById('filters');
  const articles = [...document.querySelectorAll('article')];
  if (articles.length === 0) return;
  const search = document.getElementById('search');
  const choices = ['tag', 'operation'].map((id) => document.getElementById(id)).filter(Boolean);
  const levels = [...form.querySelectorAll('[name=level]')];
  const shown = document.getElementById('shown');
  const none = document.getElementById('none');
  const plain = (text) => text.toLowerCase().replace(/\s+/g, ' ').trim();
  const texts = new Map(articles.map((article) => {
    const heading = article.closest('.subject').querySelector('h3');
    return [article, plain(`${heading.textContent} ${article.textContent}`)];
  }));

  const fits = (article, words, wanted) =>
    wanted.has(article.dataset.level) &&
    words.every((word) => texts.get(article).includes(word)) &&
    choices.every((choice) =>
      choice.value === '' || article.dataset[`${choice.id}s`].split(' ').includes(choice.value));

  const filter = () => {
    const words = plain(search.value).split(' ').filter(Boolean);
    const wanted = new Set(levels.filter((level) => level.checked).map((level) => level.value));
    let count = 0;
    for (const article of articles) {
      article.hidden = !fits(article, words, wanted);
      if (!article.hidden) count += 1;
    }
    // Subjects before the levels that they are in.
    for (const section of [...document.querySelectorAll('.subject, .level')]) {
      section.hidden = section.querySelector('article:not([hidden])') === null;
    }
    none.hidden = count > 0;
    shown.textContent = `${count} of ${articles.length} shown`;
  };

  /* A link leads to its change, whatever the filters say. */
  const follow = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target || !target.hidden) return;
    form.reset();
    filter();
    target.scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter));
  addEventListener('hashchange', follow);
  addEventListener('keydown', (event) => {
    const typing = event.target.closest('input[type=search], select');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === 'Escape' && event.target === search) {
      search.value = '';
      filter();
    }
  });
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener('afterprint', () => opened.forEach((details) => { details.open = false; }));
  filter();
  follow();
})();
