// Adds rows to a table of a form, and narrows down long lists of boxes. Without it the form works with the rows it has.
(() => {
  const addRow = (table) => {
    const total = table.querySelector(`input[name="${table.dataset.rows}-TOTAL_FORMS"]`);
    const holder = document.createElement('tbody');
    holder.innerHTML = table.querySelector('[data-rows-empty]').innerHTML.replaceAll('__prefix__', total.value);
    const row = holder.querySelector('tr');
    table.querySelector('[data-rows-body]').append(row);
    total.value = Number(total.value) + 1;
    row.querySelector('input, select, textarea')?.focus();
  };

  const narrow = (input) => {
    const wanted = input.value.trim().toLocaleLowerCase();
    input.closest('[data-checklist]').querySelectorAll('li').forEach((item) => {
      item.hidden = !item.textContent.toLocaleLowerCase().includes(wanted);
    });
  };

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-rows-add]').forEach((button) => {
      button.hidden = false;
      button.addEventListener('click', () => addRow(button.closest('[data-rows]')));
    });
    document.querySelectorAll('[data-checklist-filter]').forEach((input) => {
      input.hidden = false;
      input.addEventListener('input', () => narrow(input));
    });
  });
})();
