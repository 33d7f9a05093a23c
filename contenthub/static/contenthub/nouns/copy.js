// Copies what stands in a field. Where the browser gives no leave, the field is selected, to be copied by hand.
(() => {
  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-copy]').forEach((button) => {
      const field = document.getElementById(button.dataset.copy);
      const status = button.parentElement.querySelector('[data-copy-status]');
      field.addEventListener('focus', () => field.select());
      button.hidden = false;
      button.addEventListener('click', async () => {
        field.select();
        try {
          await navigator.clipboard.writeText(field.value);
        } catch {
          if (!document.execCommand('copy')) return;
        }
        button.textContent = button.dataset.copied;
        status.textContent = button.dataset.copied;
      });
    });
  });
})();
