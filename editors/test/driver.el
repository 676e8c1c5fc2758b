;;; driver.el --- What the Emacs drivers share  -*- lexical-binding: t -*-
;; In the environment: SIDESTEP, the program; WORKSPACE, a copy of the content with mistakes; SCRATCH, a folder.
;; `-Q' skips the system's start file, so that packages of the system have to be found here.
(dolist (folder (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa/*"))
  (add-to-list 'load-path folder))
(require 'cl-lib)
(require 'yaml-mode)
(add-to-list 'auto-mode-alist '("\\.ya?ml\\'" . yaml-mode))

(defvar driver-patience 15 "Seconds to wait for anything.")
(defvar driver-workspace (file-name-as-directory (expand-file-name (getenv "WORKSPACE"))))
(defvar driver-scratch (getenv "SCRATCH"))
(defvar driver-failed 0)
(setq coding-system-for-read 'utf-8
      coding-system-for-write 'utf-8
      make-backup-files nil
      create-lockfiles nil
      debug-on-error nil)

(defun driver-say (&rest arguments)
  (princ (concat (apply #'format arguments) "\n") #'external-debugging-output))

(defmacro driver-until (form)
  "Wait until FORM gives something; return it, or nil after `driver-patience'."
  `(let ((end (+ (float-time) driver-patience)) value)
     (while (and (not (setq value ,form)) (< (float-time) end))
       (accept-process-output nil 0.05))
     value))

(defmacro driver-step (name &rest body)
  "Say whether BODY gives something."
  (declare (indent 1))
  `(let ((ok (condition-case problem
                 (progn ,@body)
               (error (driver-say "     %S" problem) nil))))
     (driver-say "%s %s" (if ok "PASS" "FAIL") ,name)
     (unless ok (cl-incf driver-failed))))

(defun driver-open (file)
  (find-file (expand-file-name file driver-workspace)))

(defun driver-go (text offset)
  "Go to OFFSET characters behind the begin of TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (+ (match-beginning 0) offset)))

(defun driver-line ()
  (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defun driver-complete (candidate)
  "Complete at point and choose CANDIDATE of what is offered."
  (let ((completion-in-region-function
         (lambda (start end table predicate)
           (let* ((offered (all-completions (buffer-substring start end) table predicate))
                  (choice (cl-find candidate offered :test #'string=)))
             (if (not choice)
                 (driver-say "     offered: %S" (mapcar #'substring-no-properties offered))
               (delete-region start end)
               (insert choice)
               (completion--done choice 'finished)
               t)))))
    (completion-at-point)))

(defun driver-end ()
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer (set-buffer-modified-p nil)))
  (kill-emacs (if (= driver-failed 0) 0 1)))
